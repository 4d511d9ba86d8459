import { toJson } from './json.ts';
import { cellsOf } from './row.ts';

/** Something a Map tells apart exactly when the cells of the key differ. */
export type Key = unknown;

/**
 * How rows are compared by key. Types count (1 is not "1"), null and a cell left out are the same, dates compare by
 * instant, lists and dicts by their JSON.
 */
export function createKeyOf(columns: readonly string[]): (row: object) => Key {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return (row) => keyOfCell(cellsOf(row)[only]);
  return (row) => toJson(columns.map((column) => taggedCell(cellsOf(row)[column])));
}

/** Compares whole rows: a cell left out is the same as null, and the order of the cells does not count. */
export function keyOfRow(row: object): Key {
  const cells = Object.entries(row).filter(([, value]) => (value ?? null) !== null);
  cells.sort(([left], [right]) => (left < right ? -1 : 1));
  return toJson(cells.map(([column, value]) => [column, taggedCell(value)]));
}

/** Whether any cell of the key is null or left out; such a row matches nothing in a join, as in SQL. */
export function hasNullKey(row: object, columns: readonly string[]): boolean {
  return columns.some((column) => (cellsOf(row)[column] ?? null) === null);
}

/** A Map tells plain values apart by itself; the rest becomes text that no cell can be mistaken for. */
function keyOfCell(value: unknown): Key {
  if (typeof value === 'object' && value !== null) return `\u0000${toJson(taggedCell(value))}`;
  if (typeof value === 'string' && value.startsWith('\u0000')) return `\u0000${toJson(value)}`;
  return value ?? null;
}

function taggedCell(value: unknown): unknown {
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (value instanceof Date) return { date: value.getTime() };
  if (typeof value === 'object' && value !== null) return { json: value };
  return value ?? null;
}
