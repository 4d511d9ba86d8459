import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { ConfigError } from '../../errors/index.ts';

/** One numbered SQL file. */
export interface MigrationFile {
  /** `0001_etl.sql`. */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the content, in hex. */
  readonly checksum: string;
}

const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * Reads every migration of a folder, in order.
 *
 * @throws ConfigError when the folder cannot be read, or when a name is not `0001_what_it_does.sql` with the next number.
 */
export async function readMigrationFiles(directory: URL): Promise<readonly MigrationFile[]> {
  const folder = directory.href.endsWith('/') ? directory : new URL(`${directory.href}/`);
  const names = await readdir(folder).catch((cause) => {
    throw new ConfigError(`the folder with the migrations cannot be read: ${folder.pathname}`, { cause });
  });
  const sqlNames = names.filter((name) => name.endsWith('.sql')).sort();
  assertNumbered(sqlNames);
  return await Promise.all(
    sqlNames.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex') };
    }),
  );
}

function assertNumbered(names: readonly string[]): void {
  const problems = names.flatMap((name, index) => {
    const expected = String(index + 1).padStart(4, '0');
    const number = NAME.exec(name)?.[1];
    if (number === undefined) return [`${name} is not named like ${expected}_what_it_does.sql`];
    return number === expected ? [] : [`${name} has the number ${number}, but ${expected} is the next one`];
  });
  if (problems.length > 0) throw new ConfigError(problems);
}
