import type { Buffer } from 'node:buffer';
import { PermanentError } from '../../errors/index.ts';
import type { Connection, StagedRows } from '../connection.ts';
import type { EncodedRows, EncodingTally } from '../encode/encode-rows.ts';
import type { QuotedIdentifier } from '../identifiers.ts';

/** Hands encoded rows to the database's way of loading; dispose of them when the load has ended. */
export async function stageRows(
  connection: Connection,
  { columns, chunks }: EncodedRows,
): Promise<StagedRows> {
  // A table without rows may be one without columns, which COPY does not take.
  if (columns.length === 0) return refuseRows(chunks);
  return await connection.dialect.stageRows(connection, columns, chunks);
}

/**
 * Loads staged rows into a table and answers how many the database says it stored: all that were read and not rejected.
 *
 * @throws PermanentError when the database's number differs from ours.
 */
export async function fillTable(
  rows: StagedRows,
  table: QuotedIdentifier,
  tally: EncodingTally,
): Promise<number> {
  const stored = await rows.fill(table);
  assertBalance('stored', stored, tally.read - tally.rejected, table);
  return stored;
}

function refuseRows(chunks: AsyncIterable<Buffer>): StagedRows {
  return {
    fill: async (table) => {
      for await (const _chunk of chunks) {
        throw new PermanentError('the table to load has rows, but no column', { facts: { table } });
      }
      return 0;
    },
    [Symbol.asyncDispose]: async () => {},
  };
}

/** @throws PermanentError when the database counts other rows than we do; the transaction then rolls back. */
export function assertBalance(what: string, counted: number, expected: number, table: string): void {
  if (counted === expected) return;
  throw new PermanentError(
    `the accounts do not balance: ${expected} rows should be ${what} in ${table}, the warehouse counts ${counted}`,
    { facts: { table, expected, counted } },
  );
}

/** How many rows a table has. */
export async function countRows(connection: Connection, table: QuotedIdentifier): Promise<number> {
  const { rows } = await connection.execute<{ count: number }>(`SELECT count(*) AS count FROM ${table}`);
  return Number(rows[0]?.count);
}
