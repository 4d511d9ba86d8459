import { connectWarehouse, type DialectName, migrate } from '@movement-etl/lib/warehouse';
import { startRedshift } from '@movement-etl/simulators/redshift';
import pg from 'pg';
import { toWarehouseSettings } from './warehouse-settings.ts';

/** Migrated once a test run, each in its dialect; every migrated test database is a copy of one of them. */
export const TEMPLATE_DATABASES: Readonly<Record<DialectName, string>> = {
  postgres: 'movement_etl_template',
  redshift: 'movement_etl_template_redshift',
};

const MIGRATIONS = new URL('../../sql/migrations/', import.meta.url);

/** Makes the templates: empty databases with all of sql/migrations applied. */
export async function createTemplateDatabases(serverUrl: string): Promise<void> {
  for (const name of Object.values(TEMPLATE_DATABASES)) {
    await runOnServer(serverUrl, `CREATE DATABASE ${name}`);
  }
  await applyMigrations({ DATABASE_URL: databaseUrl(serverUrl, TEMPLATE_DATABASES.postgres) });
  const redshift = await startRedshift({ postgresUrl: databaseUrl(serverUrl, TEMPLATE_DATABASES.redshift) });
  await applyMigrations(redshift.env);
  await redshift.close();
}

async function applyMigrations(env: Readonly<Record<string, string>>): Promise<void> {
  const warehouse = await connectWarehouse(toWarehouseSettings(env));
  try {
    await migrate(warehouse, MIGRATIONS);
  } finally {
    await warehouse.close();
  }
}

/** Runs one statement on the server's own database, on a connection of its own. */
export async function runOnServer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The server's URL with another database. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
