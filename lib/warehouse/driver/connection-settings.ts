import { ConfigError } from '../../errors/index.ts';
import { isLocalHost, isPrivateHost } from '../../hosts/index.ts';
import { SSL_MODES, type SslMode, type WarehouseSettings } from '../settings.ts';
import type { DialectName } from '../warehouse.ts';
import { type DatabaseUrlParts, parseDatabaseUrl } from './database-url.ts';

/** Where and how to connect, complete. */
export interface ConnectionSettings {
  /** What the settings take the database for; the server has the last word. */
  readonly engine: DialectName;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly sslMode: SslMode;
  readonly sslRootCertificatePath: string | undefined;
  readonly applicationName: string;
  readonly connectTimeoutMs: number;
  /** The variable that each part came from, for messages. */
  readonly variables: ConnectionVariables;
}

export interface ConnectionVariables {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly sslMode: string;
}

const POSTGRES_PARTS: ConnectionVariables = {
  host: 'PGHOST',
  port: 'PGPORT',
  database: 'PGDATABASE',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  sslMode: 'PGSSLMODE',
};

const REDSHIFT_PARTS: ConnectionVariables = {
  host: 'REDSHIFT_HOST',
  port: 'REDSHIFT_PORT',
  database: 'REDSHIFT_DB',
  user: 'REDSHIFT_USERNAME',
  password: 'REDSHIFT_PASSWORD',
  sslMode: 'PGSSLMODE',
};

const URL_ONLY: ConnectionVariables = {
  host: 'DATABASE_URL',
  port: 'DATABASE_URL',
  database: 'DATABASE_URL',
  user: 'DATABASE_URL',
  password: 'DATABASE_URL',
  sslMode: 'sslmode in DATABASE_URL',
};

const DEFAULT_PORTS: Readonly<Record<DialectName, number>> = { postgres: 5432, redshift: 5439 };
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Completes the settings of a warehouse.
 *
 * @throws ConfigError that lists every problem with the variable's name, never the value.
 */
export function readConnectionSettings(settings: WarehouseSettings): ConnectionSettings {
  const isUrl = settings.databaseUrl !== undefined;
  const given = isUrl ? parseDatabaseUrl(settings.databaseUrl) : partsOf(settings);
  const { engine } = given;
  const variables = isUrl ? URL_ONLY : engine === 'redshift' ? REDSHIFT_PARTS : POSTGRES_PARTS;

  const problems = (['host', 'database', 'user'] as const)
    .filter((part) => given[part] === undefined)
    .map((part) => (isUrl ? `DATABASE_URL names no ${part}` : `${variables[part]} is not set`));
  if (problems.length === 3 && !isUrl) {
    throw new ConfigError(
      'no warehouse is configured: set DATABASE_URL; or PGHOST, PGDATABASE and PGUSER; or REDSHIFT_HOST, REDSHIFT_DB and REDSHIFT_USERNAME',
    );
  }
  const { host, database, user } = given;
  if (host === undefined || database === undefined || user === undefined) throw new ConfigError(problems);

  return {
    engine,
    host,
    port: given.port ?? DEFAULT_PORTS[engine],
    database,
    user,
    password: given.password,
    sslMode: readSslMode(given.sslMode ?? settings.databaseSslMode, variables) ?? defaultSslMode(host),
    sslRootCertificatePath: given.sslRootCertificatePath ?? settings.databaseSslRootCert,
    applicationName: given.applicationName ?? 'movement-etl',
    connectTimeoutMs: given.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    variables,
  };
}

/** A Redshift that is named is meant, also where something else, compose for example, sets PGHOST for everybody. */
function partsOf(settings: WarehouseSettings): DatabaseUrlParts {
  const sslMode = settings.databaseSslMode;
  if (settings.redshiftHost !== undefined) {
    return {
      engine: 'redshift',
      host: settings.redshiftHost,
      port: settings.redshiftPort,
      database: settings.redshiftDatabase,
      user: settings.redshiftUser,
      password: settings.redshiftPassword,
      sslMode,
    };
  }
  return {
    engine: 'postgres',
    host: settings.databaseHost,
    port: settings.databasePort,
    database: settings.databaseName,
    user: settings.databaseUser,
    password: settings.databasePassword,
    sslMode,
  };
}

function readSslMode(word: string | undefined, variables: ConnectionVariables): SslMode | undefined {
  if (word === undefined) return undefined;
  const mode = SSL_MODES.find((known) => known === word);
  if (mode !== undefined) return mode;
  throw new ConfigError(`${variables.sslMode} must be one of ${SSL_MODES.join(', ')}`);
}

/**
 * Databases on this machine or beside a container rarely speak TLS. In a private network some do, with certificates that name
 * no such address. Anything further away must, and prove who it is.
 */
function defaultSslMode(host: string): SslMode {
  const isSocket = host.startsWith('/');
  if (isSocket || isLocalHost(host)) return 'disable';
  return isPrivateHost(host) ? 'prefer' : 'verify-full';
}
