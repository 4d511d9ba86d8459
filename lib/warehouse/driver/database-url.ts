import { ConfigError } from '../../errors/index.ts';
import type { DialectName } from '../warehouse.ts';

/** What a database URL says; what it does not say is undefined. */
export interface DatabaseUrlParts {
  /** What the protocol of the URL says the database is. */
  readonly engine: DialectName;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly sslMode?: string | undefined;
  readonly sslRootCertificatePath?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
}

const ENGINES: Readonly<Record<string, DialectName>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'redshift:': 'redshift',
};

const PARAMETERS = new Set(['host', 'sslmode', 'sslrootcert', 'application_name', 'connect_timeout']);

/**
 * Reads `postgres://user:password@host:5432/database?sslmode=…`, or the same with `redshift://`; percent-encoded parts are decoded. The directory of a
 * Unix socket is given as `postgres://user@localhost/database?host=/run/postgresql`.
 *
 * @throws ConfigError when it is no such URL; the message never repeats it, for it holds the password.
 */
export function parseDatabaseUrl(raw: string): DatabaseUrlParts {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  const engine = url === undefined ? undefined : ENGINES[url.protocol];
  if (url === undefined || engine === undefined) {
    throw new ConfigError(
      'DATABASE_URL is not a URL like postgres://user:password@host:5432/database or redshift://user:password@host:5439/database ' +
        '(are special characters in the password percent-encoded?)',
    );
  }
  const unknown = [...url.searchParams.keys()].filter((name) => !PARAMETERS.has(name));
  if (unknown.length > 0) {
    throw new ConfigError(
      `DATABASE_URL has a parameter that is not understood: ${unknown.join(', ')}; known are ${[...PARAMETERS].join(', ')}`,
    );
  }
  const parameter = (name: string) => url.searchParams.get(name) ?? undefined;
  const timeoutSeconds = parameter('connect_timeout');
  return {
    engine,
    host: parameter('host') ?? decode(url.hostname.replace(/^\[(.*)\]$/, '$1')),
    port: url.port === '' ? undefined : Number(url.port),
    database: decode(url.pathname.slice(1)),
    user: decode(url.username),
    password: decode(url.password),
    sslMode: parameter('sslmode'),
    sslRootCertificatePath: parameter('sslrootcert'),
    applicationName: parameter('application_name'),
    connectTimeoutMs: timeoutSeconds === undefined ? undefined : readSeconds(timeoutSeconds) * 1000,
  };
}

function decode(part: string): string | undefined {
  if (part === '') return undefined;
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    throw new ConfigError('DATABASE_URL has a % that starts no percent-encoded character; write %25 for it', {
      cause,
    });
  }
}

function readSeconds(raw: string): number {
  if (/^[1-9]\d{0,3}$/.test(raw)) return Number(raw);
  throw new ConfigError('connect_timeout in DATABASE_URL must be a whole number of seconds of at least 1');
}
