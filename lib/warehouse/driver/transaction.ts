import type { Pool, PoolClient } from 'pg';
import { PermanentError } from '../../errors/index.ts';
import type { Connection, Dialect } from '../connection.ts';
import { toWarehouseError } from './database-errors.ts';
import { createPgConnection, executeOn } from './pg-connection.ts';

export interface TransactionOptions {
  readonly isReadOnly?: boolean;
}

/** An open transaction on a connection of its own; exactly one of `commit` and `rollBack` must end it. */
export interface OpenTransaction {
  readonly connection: Connection;
  /** @throws PermanentError when there was nothing left to commit; call `rollBack` then. */
  commit(): Promise<void>;
  /** Never throws: a connection that cannot even roll back is closed. */
  rollBack(): Promise<void>;
}

/** Lends a connection with an open transaction to `work`, then commits, or rolls back and throws what `work` threw. */
export async function runTransaction<T>(
  pool: Pool,
  dialect: Dialect,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const transaction = await openTransaction(pool, dialect);
  try {
    const result = await work(transaction.connection);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollBack();
    throw error;
  }
}

/** Takes a connection from the pool and begins a transaction, with its first statement where the dialect begins late. */
export async function openTransaction(
  pool: Pool,
  dialect: Dialect,
  { isReadOnly = false }: TransactionOptions = {},
): Promise<OpenTransaction> {
  const client = await pool.connect().catch((error) => {
    throw toWarehouseError(error);
  });
  const { execute, copyFromStdin } = createPgConnection(client);
  let isOpen = true;
  let begun: Promise<unknown> | undefined;

  const begin = async () => {
    begun ??= execute(isReadOnly ? 'BEGIN READ ONLY' : 'BEGIN');
    await begun;
  };
  // The pool may have lent the connection to somebody else once its transaction has ended.
  const assertOpen = () => {
    if (!isOpen) throw new PermanentError('the transaction has ended; its session cannot be used any more');
  };
  const transaction: OpenTransaction = {
    connection: {
      dialect,
      execute: async (sql, values) => {
        assertOpen();
        await begin();
        return await execute(sql, values);
      },
      lookUp: async (sql, values) => {
        assertOpen();
        return await execute(sql, values);
      },
      executeBefore: async (sql) => {
        assertOpen();
        if (begun !== undefined) throw new PermanentError('the transaction has begun already');
        await execute(sql);
      },
      executeApart: (sql, values) => executeOn(pool, sql, values),
      copyFromStdin: async (sql, chunks) => {
        assertOpen();
        await begin();
        return await copyFromStdin(sql, chunks);
      },
    },
    commit: async () => {
      isOpen = false;
      if (begun !== undefined) await commit(client);
      client.release();
    },
    rollBack: async () => {
      isOpen = false;
      await rollBack(client, begun !== undefined);
    },
  };
  if (dialect.beginsLate) return transaction;
  try {
    await begin();
    return transaction;
  } catch (error) {
    await transaction.rollBack();
    throw error;
  }
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT').catch((error) => {
    throw toWarehouseError(error);
  });
  // COMMIT of a failed transaction answers ROLLBACK and no error; data would be lost in silence.
  if (command !== 'COMMIT') {
    throw new PermanentError(
      'the transaction was rolled back: the error of one of its statements was ignored',
    );
  }
}

/** What matters is the error that led here, so one of ROLLBACK itself is of no interest. */
async function rollBack(client: PoolClient, hasBegun: boolean): Promise<void> {
  try {
    if (hasBegun) await client.query('ROLLBACK');
    client.release();
  } catch {
    client.release(true);
  }
}
