import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from '@movement-etl/lib/errors';

/** A query and the tab that its rows are for. */
export interface Query {
  readonly worksheet: string;
  readonly sql: string;
  /** Where the SQL stands, for messages: a file's name or a setting's. */
  readonly origin: string;
}

export interface QuerySettings {
  readonly sheetsQuery?: string | undefined;
  readonly queriesDirectory?: string | undefined;
  /** The tab of the one query. */
  readonly worksheet: string;
}

const ENDING = /\.sql$/i;

/**
 * The one query, or those of the folder in the order of their files' names.
 *
 * @throws ConfigError when the folder cannot be read, has no .sql file, or one is empty.
 */
export async function readQueries({
  sheetsQuery: sql,
  queriesDirectory,
  worksheet,
}: QuerySettings): Promise<readonly Query[]> {
  if (sql !== undefined) return [{ worksheet, sql, origin: 'SHEETS_QUERY' }];
  const directory = resolve(queriesDirectory ?? '.');
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new ConfigError(`the folder SHEETS_QUERIES_DIRECTORY cannot be read: ${directory}`, { cause });
  });
  const files = names.filter((name) => ENDING.test(name)).sort();
  if (files.length === 0) throw new ConfigError(`there is no .sql file in ${directory}`);
  const queries = await Promise.all(
    files.map(async (name) => ({
      worksheet: name.replace(ENDING, ''),
      sql: await readFile(join(directory, name), 'utf8'),
      origin: name,
    })),
  );
  const empty = queries.filter((query) => query.sql.trim() === '');
  if (empty.length > 0) throw new ConfigError(empty.map(({ origin }) => `the file ${origin} is empty`));
  return queries;
}
