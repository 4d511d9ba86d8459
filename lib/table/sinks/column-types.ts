import { cellsOf } from '../row.ts';
import type { RowSource } from '../row-source.ts';

/** What cells hold, in the words that users of Python know. `integer` is a number without a fraction that is exact. */
export type CellType =
  | 'null'
  | 'boolean'
  | 'integer'
  | 'number'
  | 'bigint'
  | 'date'
  | 'string'
  | 'list'
  | 'dict'
  | 'other';

/** The types that occur in each column, in the order in which they were first seen. Reads all rows once. */
export async function columnTypes(input: RowSource<object>): Promise<Map<string, Set<CellType>>> {
  const types = new Map<string, Set<CellType>>();
  for (const column of (await input.columns()) ?? []) types.set(column, new Set());
  const isDeclared = types.size > 0;
  let rowCount = 0;
  for await (const batch of input.batches()) {
    for (const row of batch) {
      if (!isDeclared) noteNewColumns(types, row, rowCount);
      const cells = cellsOf(row);
      for (const [column, seen] of types) seen.add(typeOf(cells[column]));
      rowCount += 1;
    }
  }
  return types;
}

/** Rows before the first one that has the column count as null. */
function noteNewColumns(types: Map<string, Set<CellType>>, row: object, rowsBefore: number): void {
  for (const column in row) {
    if (!types.has(column)) types.set(column, new Set(rowsBefore > 0 ? ['null'] : []));
  }
}

function typeOf(value: unknown): CellType {
  switch (typeof value) {
    case 'undefined':
      return 'null';
    case 'number':
      return Number.isSafeInteger(value) ? 'integer' : 'number';
    case 'string':
    case 'boolean':
    case 'bigint':
      return typeof value as CellType;
    case 'object':
      return objectType(value);
    default:
      return 'other';
  }
}

function objectType(value: object | null): CellType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return value instanceof Date ? 'date' : 'dict';
}
