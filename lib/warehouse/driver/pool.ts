import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';
import type { Logger } from '../../logging/index.ts';
import type { Dialect } from '../connection.ts';
import { isWithoutTls, toConnectError } from './connect-errors.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { GuardedClient } from './guarded-client.ts';
import { tlsOptions } from './tls.ts';
import { valueParsers } from './value-parsers.ts';

/** One for the data, one to read from, one to renew the lease, and some to spare. */
const MAX_CONNECTIONS = 10;

/** Firewalls drop connections that are silent for minutes, as during a long COPY; probes keep them awake. */
const KEEP_ALIVE_DELAY_MS = 10_000;

/** A pool, and the dialect that its server speaks. */
export interface OpenPool {
  readonly pool: pg.Pool;
  readonly dialect: Dialect;
}

/**
 * Opens a pool and proves with one connection that the settings work. `chooseDialect` is given what the server answers
 * to `SELECT version()`.
 *
 * @throws ConfigError or TransientError in words that name the variable to look at.
 */
export async function openPool(
  settings: ConnectionSettings,
  chooseDialect: (version: string) => Dialect,
  logger: Logger,
): Promise<OpenPool> {
  const open = (ssl: ConnectionOptions | false) => connectPool(settings, ssl, chooseDialect, logger);
  const ssl = tlsOptions(settings);
  try {
    return await open(ssl).catch((error) => {
      if (settings.sslMode === 'prefer' && isWithoutTls(error)) return open(false);
      throw error;
    });
  } catch (error) {
    throw toConnectError(error, settings);
  }
}

async function connectPool(
  settings: ConnectionSettings,
  ssl: ConnectionOptions | false,
  chooseDialect: (version: string) => Dialect,
  logger: Logger,
): Promise<OpenPool> {
  let dialect: Dialect | undefined;
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    ...(settings.password === undefined ? {} : { password: settings.password }),
    ssl,
    // Redshift's protocol is older than this parameter.
    ...(settings.engine === 'postgres' ? { application_name: settings.applicationName } : {}),
    connectionTimeoutMillis: settings.connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    max: MAX_CONNECTIONS,
    types: valueParsers,
    Client: GuardedClient,
    // `pg` waits for the answer, though its types do not say so.
    onConnect: async (client) => {
      dialect ??= chooseDialect(await readVersion(client));
      await client.query(dialect.sessionSetup);
    },
  });
  // A connection that breaks while nobody waits for an answer tells it by an event; unheard, it would end the process.
  // Whoever uses the connection next gets the error.
  pool.on('connect', (client) => client.on('error', () => logger.debug('warehouse connection lost')));
  pool.on('error', () => logger.debug('idle warehouse connection lost'));

  try {
    (await pool.connect()).release();
    if (dialect === undefined) throw new Error('the pool opened a connection without its setup');
    return { pool, dialect };
  } catch (error) {
    await pool.end();
    throw error;
  }
}

/** A statement of its own: on Redshift version() is answered by the leader node only. */
async function readVersion(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: string }>('SELECT version() AS version');
  return rows[0]?.version ?? '';
}
