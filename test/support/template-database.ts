import { connectWarehouse, migrate } from '@movement-etl/lib/warehouse';
import pg from 'pg';

/** Migrated once a test run; every test database is a copy of it. */
export const TEMPLATE_DATABASE = 'movement_etl_template';

export const MIGRATIONS = new URL('../../sql/migrations/', import.meta.url);

/** Makes the template: an empty database with all of sql/migrations applied. */
export async function createTemplateDatabase(serverUrl: string): Promise<void> {
  await runOnServer(serverUrl, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  const warehouse = await connectWarehouse({ databaseUrl: databaseUrl(serverUrl, TEMPLATE_DATABASE) });
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
