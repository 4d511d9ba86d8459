import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { withDatabase } from '../session/database-url.ts';

/** Several stand-ins may install at once; `CREATE OR REPLACE` of two sessions at the same moment fails. */
const LOCK_KEY = 5439;

/** Puts into a database what Redshift has and PostgreSQL has not. Needs a superuser. */
export async function installCatalog(url: string, database: string): Promise<void> {
  const sql = await readFile(new URL('install.sql', import.meta.url), 'utf8');
  const client = new pg.Client({ connectionString: withDatabase(url, database) });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    await client.query(sql);
  } finally {
    await client.end();
  }
}
