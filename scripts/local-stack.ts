import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningSimulators, startSimulators } from '@movement-etl/simulators';
import pg from 'pg';
import { reachableDirectory, startEmbeddedPostgres } from './embedded-postgres.ts';

const DATABASE = 'warehouse';
export const root = join(import.meta.dirname, '..');
/** What `npm run dev` tells `npm run job` while it is up. */
export const ENVIRONMENT_FILE = join(root, '.local/dev-environment');

export interface LocalStack {
  readonly simulators: RunningSimulators;
  readonly databaseUrl: string;
  /** Everything that a job needs to run against this stack. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Where a stack keeps what it holds; data of another size are another stack. */
export function stackDirectory(name: string, attendances: number): string {
  return join(root, '.local', `${name}-${attendances}`);
}

/**
 * Starts a real PostgreSQL and the simulators for the demo and for development. What they hold is kept in
 * `stackDirectory`, so the next start goes on from there.
 */
export async function startLocalStack({
  name,
  attendances,
  port = 0,
}: {
  name: string;
  attendances: number;
  port?: number;
}): Promise<LocalStack> {
  const directory = stackDirectory(name, attendances);
  await mkdir(directory, { recursive: true });
  const postgres = await startEmbeddedPostgres({
    directory: await reachableDirectory(
      join(directory, 'postgres'),
      `movement-etl-${name}-${attendances}-postgres`,
    ),
  });
  const databaseUrl = await createDatabase(postgres.url);
  const simulators = await startSimulators({
    port,
    attendances,
    stateFile: join(directory, 'simulators.json'),
    credentialsFile: join(directory, 'service-account.json'),
  });
  const env = { ...simulators.env, DATABASE_URL: databaseUrl };
  return {
    simulators,
    databaseUrl,
    env,
    stop: async () => {
      await simulators.close();
      await postgres.stop();
    },
  };
}

/** Lines for a shell: `export NAME='value'`. */
export function toShell(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`)
    .join('');
}

async function createDatabase(serverUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
}
