import type { SheetColumn } from './sheet-columns.ts';

/** Arial at 10 points, on the average; the arrow of the filter and the margins come on top. */
const PIXELS_A_CHARACTER = 7;
const PADDING_PIXELS = 30;
const MIN_PIXELS = 60;
const MAX_PIXELS = 320;

/** Pixels by column name, wide enough for the header and for what the given rows (as read from the warehouse) show. */
export function columnWidths(
  columns: readonly SheetColumn[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Record<string, number> {
  return Object.fromEntries(
    columns.map(({ name }) => {
      const characters = rows.reduce(
        (longest, row) => Math.max(longest, shownLength(row[name])),
        name.length,
      );
      const pixels = characters * PIXELS_A_CHARACTER + PADDING_PIXELS;
      return [name, Math.min(Math.max(pixels, MIN_PIXELS), MAX_PIXELS)];
    }),
  );
}

function shownLength(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (value instanceof Date) return 'yyyy-mm-dd hh:mm:ss'.length;
  if (typeof value === 'object') return MAX_PIXELS;
  return String(value).length;
}
