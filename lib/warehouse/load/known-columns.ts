import { PermanentError } from '../../errors/index.ts';
import type { Column } from '../connection.ts';
import { createEncoder } from '../encode/create-encoder.ts';
import type { EncodedColumn } from '../encode/row-encoder.ts';
import { type TableName, tableLabel } from '../identifiers.ts';

/** Why a row without a value in a column is rejected; undefined: it may be empty. */
export function whyRequired(
  name: string,
  key: readonly string[],
  column: Column | undefined,
): string | undefined {
  if (key.includes(name)) return 'is empty, but it is part of the key';
  return column?.isRequired === true ? 'is empty, but the column must have a value' : undefined;
}

/** Describes the columns of an existing table for the encoder; names are compared as they are, case included. */
export function createColumnLookup(
  table: TableName,
  columns: readonly Column[],
  key: readonly string[] = [],
): (name: string) => EncodedColumn {
  const byName = new Map(columns.map((column) => [column.name, column]));
  assertColumnsExist(table, byName, key);
  return (name) => {
    const column = byName.get(name);
    if (column === undefined) {
      throw new PermanentError(
        `the rows have a column ${name}, which the table ${tableLabel(table)} has not; ` +
          'remove it from the rows, or load with alterTable',
        { facts: { table: tableLabel(table), column: name } },
      );
    }
    return { name, encode: createEncoder(column.type), whyRequired: whyRequired(name, key, column) };
  };
}

/** @throws PermanentError when a column that the caller named is not in the table. */
export function assertColumnsExist(
  table: TableName,
  columns: ReadonlyMap<string, unknown>,
  names: readonly string[],
): void {
  const missing = names.filter((name) => !columns.has(name));
  if (missing.length === 0) return;
  throw new PermanentError(
    `the table ${tableLabel(table)} has no column ${missing.join(', ')}; it has ${[...columns.keys()].join(', ')}`,
    { facts: { table: tableLabel(table), missing: missing.join(', ') } },
  );
}
