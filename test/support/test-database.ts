import { randomBytes } from 'node:crypto';
import type { DialectName, WarehouseSettings } from '@movement-etl/lib/warehouse';
import { inject } from 'vitest';
import { type RunningRedshift, startRedshift } from '../../simulators/redshift/index.ts';
import { databaseUrl, runOnServer, TEMPLATE_DATABASES } from './template-database.ts';
import { toWarehouseSettings } from './warehouse-settings.ts';

/** What a warehouse can be; `describe.each(DIALECTS)` runs a suite on both. */
export const DIALECTS: readonly DialectName[] = ['postgres', 'redshift'];

/** A database of one test file. */
export interface TestDatabase {
  readonly dialect: DialectName;
  /** What a job gets as DATABASE_URL. */
  readonly url: string;
  /** All that a job needs to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** The same as settings. */
  readonly settings: WarehouseSettings;
  /** A superuser's URL of the PostgreSQL itself, which stands behind the stand-in of Redshift too. */
  readonly postgresUrl: string;
  /** The stand-in, where the dialect is Redshift's. */
  readonly redshift: RunningRedshift | undefined;
  readonly name: string;
  /** Drops it, open connections included. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Default true: all migrations are applied; otherwise it is empty. */
  readonly migrated?: boolean;
  /** Default `postgres`. `redshift`: a stand-in of Redshift and of S3, started for this database. */
  readonly dialect?: DialectName;
}

/**
 * Makes a database of its own for the calling test file: a copy of its dialect's template (about 50 ms), or an empty
 * one. Call it in `beforeAll`, and `drop` in `afterAll`.
 */
export async function createTestDatabase({
  migrated = true,
  dialect = 'postgres',
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = migrated ? TEMPLATE_DATABASES[dialect] : 'template0';
  await runOnServer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  const postgresUrl = databaseUrl(serverUrl, name);
  const redshift = dialect === 'redshift' ? await startRedshift({ postgresUrl }) : undefined;
  const env = redshift?.env ?? { DATABASE_URL: postgresUrl };
  const settings = toWarehouseSettings(env);
  return {
    dialect,
    name,
    url: env.DATABASE_URL ?? postgresUrl,
    env,
    settings,
    postgresUrl,
    redshift,
    drop: async () => {
      await redshift?.close();
      await runOnServer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}
