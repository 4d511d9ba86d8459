import type { Buffer } from 'node:buffer';
import { pipeline } from 'node:stream/promises';
import type { ClientBase, QueryResult } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { PermanentError } from '../../errors/index.ts';
import type { Connection } from '../connection.ts';
import type { ExecuteResult } from '../warehouse.ts';
import { toWarehouseError } from './database-errors.ts';
import { resultType } from './result-type.ts';

/** Redshift counts parameters in a signed 16-bit number; PostgreSQL would take 65,535. (aws/amazon-redshift-python-driver issue 165). */
const MAX_VALUES = 32_767;

/** Makes our small interface of one connection of `pg`; errors are converted here and nowhere else. */
export function createPgConnection(client: ClientBase): Pick<Connection, 'execute' | 'copyFromStdin'> {
  let isCopying = false;

  async function execute<R extends object>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<ExecuteResult<R>> {
    // pg would queue the statement behind the COPY, which may be waiting for this very statement's rows.
    if (isCopying) {
      throw new PermanentError(
        'a transaction cannot run a statement while it is loading: read the rows outside of it, or materialize them first',
      );
    }
    return await executeOn<R>(client, sql, values);
  }

  async function copyFromStdin(sql: string, chunks: AsyncIterable<Buffer>): Promise<number> {
    isCopying = true;
    const source = keepFailure(chunks);
    try {
      const copy = client.query(copyFrom(sql));
      await pipeline(source.chunks(), copy);
      return copy.rowCount;
    } catch (error) {
      // Rows may come from an API or a file, whose errors look like those of a lost connection.
      throw source.failure === undefined ? toWarehouseError(error) : source.failure.error;
    } finally {
      isCopying = false;
    }
  }

  return { execute, copyFromStdin };
}

/** Passes chunks on and remembers the error with which they ended, so that it can be told from those of the COPY. */
function keepFailure(chunks: AsyncIterable<Buffer>) {
  const source: { failure: { error: unknown } | undefined; chunks(): AsyncGenerator<Buffer> } = {
    failure: undefined,
    chunks: async function* () {
      try {
        yield* chunks;
      } catch (error) {
        source.failure = { error };
        throw error;
      }
    },
  };
  return source;
}

/** Runs one statement on a client of `pg`, with errors converted. */
export async function executeOn<R extends object>(
  client: Pick<ClientBase, 'query'>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<ExecuteResult<R>> {
  if (values.length > MAX_VALUES) {
    throw new PermanentError(`a statement has ${values.length} values; at most ${MAX_VALUES} can be sent`);
  }
  try {
    // Without values the simple protocol is used, which takes several statements and answers each.
    const answer = values.length === 0 ? await client.query(sql) : await client.query(sql, [...values]);
    // Several statements are answered by a list, of which the types of pg know nothing.
    const results: readonly QueryResult[] = Array.isArray(answer) ? answer : [answer];
    const last = results.at(-1);
    return {
      rows: (last?.rows ?? []) as R[],
      columns: last?.fields.map(({ name }) => name) ?? [],
      columnTypes: last?.fields.map(resultType) ?? [],
      rowCount: last?.rowCount ?? 0,
    };
  } catch (error) {
    throw toWarehouseError(error);
  }
}
