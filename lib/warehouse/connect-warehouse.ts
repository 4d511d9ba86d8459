import type { Pool } from 'pg';
import { type Logger, silentLogger } from '../logging/index.ts';
import { chooseDialect } from './choose-dialect.ts';
import type { Dialect } from './connection.ts';
import { describeQuery, queryThroughCursor, type ReadLoan } from './driver/cursor-table.ts';
import { executeOn } from './driver/pg-connection.ts';
import { openPool } from './driver/pool.ts';
import { readAllSettings } from './driver/read-all-settings.ts';
import { repeatCollisions } from './driver/repeat-collisions.ts';
import { openTransaction, runTransaction } from './driver/transaction.ts';
import { createLoads, createSession } from './session.ts';
import type { WarehouseSettings } from './settings.ts';
import type { Session, Warehouse } from './warehouse.ts';

export interface ConnectOptions {
  readonly logger?: Logger;
  /** Aborted before the connection is there: the call throws its reason. Work under way is not touched. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to the warehouse and proves that the settings work. Close it when done. Up to 10 connections are opened as
 * they are needed, with TCP keep-alive; on PostgreSQL, waiting for a lock ends after 60 seconds. Whether it is a
 * PostgreSQL or a Redshift is what the server says.
 *
 * @throws ConfigError when a setting is missing or wrong: it names the variable, never the value of a secret.
 * @throws TransientError when the server does not answer.
 */
export async function connectWarehouse(
  settings: WarehouseSettings,
  { logger = silentLogger, signal }: ConnectOptions = {},
): Promise<Warehouse> {
  const connection = readAllSettings(settings);
  signal?.throwIfAborted();
  const { pool, dialect } = await openPool(
    connection,
    (version) => chooseDialect(version, connection.engine, settings, logger),
    logger,
  );
  if (signal?.aborted) {
    await pool.end();
    signal.throwIfAborted();
  }
  return createWarehouse(pool, dialect, logger);
}

function createWarehouse(pool: Pool, dialect: Dialect, logger: Logger): Warehouse {
  const once = <T>(work: (tx: Session) => Promise<T>): Promise<T> =>
    runTransaction(pool, dialect, (connection) => work(createSession(connection)));

  return {
    dialect: dialect.name,
    transaction: async (work, { isRepeatable = false } = {}) =>
      isRepeatable ? await repeatCollisions(logger, () => once(work)) : await once(work),
    execute: (sql, values) => executeOn(pool, sql, values),
    query: (sql, values) => queryThroughCursor(() => borrowForReading(pool, dialect), sql, values),
    describe: (sql, values) => describeQuery(() => borrowForReading(pool, dialect), sql, values),
    ...createLoads((load) => runTransaction(pool, dialect, load)),
    close: () => pool.end(),
  };
}

/** Nothing was changed, so rolling back ends the transaction as well as anything, and it never throws. */
async function borrowForReading(pool: Pool, dialect: Dialect): Promise<ReadLoan> {
  const { connection, rollBack } = await openTransaction(pool, dialect, { isReadOnly: true });
  return { connection, giveBack: rollBack };
}
