import { ConfigError, PermanentError } from '../../errors/index.ts';
import type { Session, Warehouse } from '../warehouse.ts';
import { type MigrationFile, readMigrationFiles } from './migration-files.ts';

/**
 * Brings the schema up to date: runs every file of a folder that has not been run yet, each in a transaction of its
 * own, and answers their names. Safe to run twice, and at once by several processes: one works, the others wait. A file
 * that fails leaves nothing behind.
 *
 * @param directory Holds `0001_name.sql`, `0002_name.sql` and so on, without BEGIN and COMMIT.
 * @throws PermanentError when a file that was run before has been changed since; ConfigError when the user may not make schemas or tables.
 */
export async function migrate(warehouse: Warehouse, directory: URL): Promise<string[]> {
  const files = await readMigrationFiles(directory);
  await makeMigrationTable(warehouse);
  const applied: string[] = [];
  for (const file of files) {
    const isNew = await warehouse.transaction((tx) => applyOnce(tx, file, files), {
      isRepeatable: true,
    });
    if (isNew) applied.push(file.name);
  }
  return applied;
}

/** The names of files that `migrate` would run; changes nothing. */
export async function pendingMigrations(session: Session, directory: URL): Promise<string[]> {
  const files = await readMigrationFiles(directory);
  const done = (await hasMigrationTable(session)) ? await readChecksums(session) : new Map<string, string>();
  return files.map(({ name }) => name).filter((name) => !done.has(name));
}

/**
 * For a check, where there are pending migrations.
 *
 * @throws ConfigError when the user can make neither the schemas of the jobs nor tables in them.
 */
export async function assertMayMigrate(session: Session): Promise<void> {
  const present = await readSchemas(session);
  const rights = SCHEMAS.map((schema) =>
    present.has(schema)
      ? `has_schema_privilege('${schema}', 'CREATE')`
      : "has_database_privilege(current_database(), 'CREATE')",
  );
  const { rows } = await session.execute<{ may_migrate: boolean }>(
    `SELECT ${rights.join(' AND ')} AS may_migrate`,
  );
  if (rows[0]?.may_migrate === false) throw new ConfigError(`the warehouse lacks tables: ${RIGHTS_NEEDED}`);
}

/**
 * For what reads tables and must not make them: a dry run.
 *
 * @throws ConfigError when `migrate` would have something to do.
 */
export async function assertMigrated(session: Session, directory: URL): Promise<void> {
  const pending = await pendingMigrations(session, directory);
  if (pending.length === 0) return;
  throw new ConfigError(
    `the warehouse lacks tables or columns (${pending.join(', ')}): the next run that is not a dry run makes them`,
  );
}

async function applyOnce(
  tx: Session,
  file: MigrationFile,
  files: readonly MigrationFile[],
): Promise<boolean> {
  await tx.execute('LOCK TABLE etl.schema_migrations');
  const done = await readChecksums(tx);
  assertUnchanged(done, files);
  if (done.has(file.name)) return false;

  await tx.execute(withoutSchemas(file.sql, await readSchemas(tx))).catch((cause) => {
    if (cause instanceof ConfigError) throw rightMissing(cause);
    if (!(cause instanceof PermanentError)) throw cause;
    const { position } = cause.facts;
    throw new PermanentError(`the migration ${file.name} failed: ${cause.message}`, {
      cause,
      facts: { migration: file.name, position },
    });
  });
  await tx.execute('INSERT INTO etl.schema_migrations (name, checksum, applied_at) VALUES ($1, $2, $3)', [
    file.name,
    file.checksum,
    new Date(),
  ]);
  return true;
}

async function readChecksums(session: Session): Promise<Map<string, string>> {
  const { rows } = await session.execute<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM etl.schema_migrations',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function assertUnchanged(done: ReadonlyMap<string, string>, files: readonly MigrationFile[]): void {
  const known = new Map(files.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of done) {
    const now = known.get(name);
    // A newer version of the program may have run before this one; what it added does no harm.
    if (now === undefined || now === checksum) continue;
    throw new PermanentError(
      `the migration ${name} was changed after it had been run; undo the change and write a new file instead`,
      { facts: { migration: name } },
    );
  }
}

/** The schemas that the files of this project fill. */
const SCHEMAS = ['etl', 'mobilize'];
const RIGHTS_NEEDED = `let an administrator make the schemas ${SCHEMAS.join(' and ')} and grant this user USAGE and CREATE on both, or CREATE on the database`;

/** The one thing to set up that a statement of a migration can lack is a right. */
function rightMissing(cause: ConfigError): ConfigError {
  return new ConfigError(`${cause.message}; the tables cannot be made: ${RIGHTS_NEEDED}`, { cause });
}

/** PostgreSQL wants the right to make schemas for IF NOT EXISTS too, where nothing is to be made. Errors keep their position. */
function withoutSchemas(sql: string, present: ReadonlySet<string>): string {
  return sql.replaceAll(/^\s*CREATE SCHEMA IF NOT EXISTS (\w+);/gm, (statement, schema) =>
    present.has(schema) ? ' '.repeat(statement.length) : statement,
  );
}

/** All of them: information_schema shows those alone that the user owns. */
async function readSchemas(session: Session): Promise<ReadonlySet<string>> {
  const { rows } = await session.execute<{ nspname: string }>('SELECT nspname FROM pg_namespace');
  return new Set(rows.map(({ nspname }) => nspname));
}

const MAKE_TABLE = `
  CREATE SCHEMA IF NOT EXISTS etl;
  CREATE TABLE IF NOT EXISTS etl.schema_migrations (
    name varchar(256) NOT NULL,
    checksum varchar(64) NOT NULL,
    applied_at timestamptz NOT NULL
  )`;

/** IF NOT EXISTS does not keep two first runs apart: the slower one fails with a duplicate, and then finds the table. */
async function makeMigrationTable(warehouse: Warehouse): Promise<void> {
  if (await hasMigrationTable(warehouse)) return;
  try {
    await warehouse.transaction(async (tx) => tx.execute(withoutSchemas(MAKE_TABLE, await readSchemas(tx))));
  } catch (error) {
    if (await hasMigrationTable(warehouse)) return;
    throw error instanceof ConfigError ? rightMissing(error) : error;
  }
}

/** information_schema shows only what the user may see, which is what matters here; both databases have it. */
async function hasMigrationTable(session: Session): Promise<boolean> {
  const { rowCount } = await session.execute(
    "SELECT 1 FROM information_schema.tables WHERE table_schema = 'etl' AND table_name = 'schema_migrations'",
  );
  return rowCount > 0;
}
