import { readdir, readFile } from 'node:fs/promises';
import { ConfigError } from '@movement-etl/lib/errors';
import { postgreSplitterOptions, splitQuery } from 'dbgate-query-splitter';

/** One file of the transform, in statements. */
export interface SqlFile {
  readonly name: string;
  readonly statements: readonly SqlStatement[];
}

export interface SqlStatement {
  readonly text: string;
  /** Where the statement itself begins, comments before it left out. Counted from 1. */
  readonly line: number;
  /** The first word, in capitals: `INSERT`. */
  readonly kind: string;
}

/** Statements that would end the transaction which holds all files together; TRUNCATE does so on Redshift. */
const ENDS_THE_TRANSACTION = new Set([
  'BEGIN',
  'START',
  'COMMIT',
  'END',
  'ROLLBACK',
  'ABORT',
  'TRUNCATE',
  'VACUUM',
]);

const LEADING_COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/**
 * Reads the `*.sql` files of a folder in the order of their names.
 *
 * @throws ConfigError when there is none, or when one holds a statement that would end the transaction.
 */
export async function readSqlFiles(directory: URL): Promise<SqlFile[]> {
  const names = await readdir(directory).catch((cause: unknown) => {
    throw new ConfigError(`the folder of the transforms cannot be read: ${directory.pathname}`, { cause });
  });
  const sqlNames = names.filter((name) => name.endsWith('.sql')).sort();
  if (sqlNames.length === 0) throw new ConfigError(`there is no .sql file in ${directory.pathname}`);
  const files = await Promise.all(
    sqlNames.map(async (name) => parseSqlFile(name, await readFile(new URL(name, directory), 'utf8'))),
  );
  assertOneTransaction(files);
  return files;
}

/** Splits the text of a file at its semicolons; those in strings, comments and dollar quotes do not count. */
export function parseSqlFile(name: string, sql: string): SqlFile {
  const parts = splitQuery(sql, { ...postgreSplitterOptions, returnRichInfo: true });
  const statements = parts.flatMap((part) => {
    if (typeof part === 'string') return [];
    const comments = LEADING_COMMENTS.exec(part.text)?.[0] ?? '';
    const text = part.text.slice(comments.length);
    if (text === '') return [];
    const firstLine = part.trimStart?.line ?? part.start.line;
    return [
      { text, line: firstLine + newlines(comments) + 1, kind: /^\w+/.exec(text)?.[0].toUpperCase() ?? '' },
    ];
  });
  return { name, statements };
}

function assertOneTransaction(files: readonly SqlFile[]): void {
  const problems = files.flatMap((file) =>
    file.statements
      .filter((statement) => ENDS_THE_TRANSACTION.has(statement.kind))
      .map(
        (statement) =>
          `${file.name}, line ${statement.line}: ${statement.kind} would end the transaction that holds all files together; ` +
          (statement.kind === 'TRUNCATE' ? 'use DELETE FROM instead' : 'leave it out'),
      ),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
