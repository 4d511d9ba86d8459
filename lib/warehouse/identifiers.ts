import { Buffer } from 'node:buffer';
import { PermanentError } from '../errors/index.ts';

/** Text that may stand in SQL as the name of a table, column or schema: made by `quoteIdentifier` and friends only. */
export type QuotedIdentifier = string & { readonly __brand: 'QuotedIdentifier' };

/** PostgreSQL cuts longer names silently, so that two of them may become one; Redshift takes 127. */
export const MAX_IDENTIFIER_BYTES = 63;

/** A table as its user names it; without a schema it is the one that the connection's search path finds. */
export interface TableName {
  readonly schema: string | undefined;
  readonly table: string;
}

/**
 * Quotes one name, whatever it holds; case is kept.
 *
 * @throws PermanentError when it is empty, longer than 63 bytes or holds a NUL.
 */
export function quoteIdentifier(name: string): QuotedIdentifier {
  if (name === '') throw new PermanentError('a table or column has an empty name');
  if (name.includes('\0')) throw new PermanentError('the name of a table or column holds a NUL character');
  if (Buffer.byteLength(name) > MAX_IDENTIFIER_BYTES) {
    throw new PermanentError(`the name "${name}" is longer than ${MAX_IDENTIFIER_BYTES} bytes`);
  }
  return `"${name.replaceAll('"', '""')}"` as QuotedIdentifier;
}

/** Quotes a table's name, with its schema if it has one. */
export function quoteTable({ schema, table }: TableName): QuotedIdentifier {
  const prefix = schema === undefined ? '' : `${quoteIdentifier(schema)}.`;
  return `${prefix}${quoteIdentifier(table)}` as QuotedIdentifier;
}

/** Quotes a column as a column of the given table. */
export function quoteColumn(table: QuotedIdentifier, column: string): QuotedIdentifier {
  return `${table}.${quoteIdentifier(column)}` as QuotedIdentifier;
}

/** Several columns, separated by commas. */
export function quoteList(columns: readonly string[]): string {
  return columns.map(quoteIdentifier).join(', ');
}

const NAME = /^(?:(?:"((?:[^"]|"")+)"|([^".]+))\.)?(?:"((?:[^"]|"")+)"|([^".]+))$/s;

/**
 * Reads `table`, `schema.table` or `"Schema"."Ta.ble"`. Case is kept with and without quotes: `Users` and `users` are
 * two tables.
 *
 * @throws PermanentError when it is none of these.
 */
export function parseTableName(name: string): TableName {
  const match = NAME.exec(name);
  if (match === null) {
    throw new PermanentError(`"${name}" is not the name of a table; expected table or schema.table`);
  }
  const [, quotedSchema, schema, quotedTable, table] = match;
  return {
    schema: unquote(quotedSchema) ?? schema,
    table: unquote(quotedTable) ?? table ?? '',
  };
}

/** A table beside the given one: its name with a suffix, cut where both together would be too long. */
export function siblingTable({ schema, table }: TableName, suffix: string): TableName {
  let stem = table;
  while (Buffer.byteLength(stem + suffix) > MAX_IDENTIFIER_BYTES) stem = stem.slice(0, -1);
  return { schema, table: stem + suffix };
}

/** As people write it, for messages. */
export function tableLabel({ schema, table }: TableName): string {
  return schema === undefined ? table : `${schema}.${table}`;
}

function unquote(inside: string | undefined): string | undefined {
  return inside?.replaceAll('""', '"');
}
