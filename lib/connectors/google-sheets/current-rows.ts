import { a1Range } from './a1.ts';
import type { CellValue } from './cells.ts';
import type { SheetsApi } from './sheets-api.ts';
import type { Tab } from './tab.ts';

/** Reading a few rows too many is cheaper than another range. */
const MAX_GAP_ROWS = 50;
const MAX_ROWS_PER_READ = 20_000;
const MAX_RANGES_PER_READ = 150;
/** Ranges travel in the URL, which servers bound at 8 or 16 KB. */
const MAX_URL_BYTES = 6000;

/** Rows from `startRow` to `endRow` (exclusive). */
interface Window {
  readonly startRow: number;
  readonly endRow: number;
}

/** What our columns hold now in the given rows, each in the order of `tab.columns`; a cell that is missing is empty. */
export async function readCurrentRows(
  api: SheetsApi,
  tab: Tab,
  rowIndexes: readonly number[],
): Promise<ReadonlyMap<number, readonly (CellValue | undefined)[]>> {
  const startColumn = Math.min(...tab.columnIndexes);
  const endColumn = Math.max(...tab.columnIndexes) + 1;
  const toRange = (window: Window) => a1Range(tab.worksheet.title, { ...window, startColumn, endColumn });
  const wanted = new Set(rowIndexes);
  const current = new Map<number, readonly (CellValue | undefined)[]>();

  for (const windows of groupWindows(toWindows(rowIndexes), toRange)) {
    const blocks = await api.valuesOfRanges(tab.target.spreadsheetId, windows.map(toRange));
    for (const [position, { startRow, endRow }] of windows.entries()) {
      for (let row = startRow; row < endRow; row++) {
        if (!wanted.has(row)) continue;
        const cells = blocks[position]?.[row - startRow] ?? [];
        current.set(
          row,
          tab.columnIndexes.map((index) => cells[index - startColumn]),
        );
      }
    }
  }
  return current;
}

/** Rows that lie close together become one window. */
export function toWindows(rowIndexes: readonly number[]): Window[] {
  const windows: { startRow: number; endRow: number }[] = [];
  for (const row of rowIndexes.toSorted((a, b) => a - b)) {
    const last = windows.at(-1);
    const isClose =
      last !== undefined && row - last.endRow <= MAX_GAP_ROWS && row - last.startRow < MAX_ROWS_PER_READ;
    if (isClose) last.endRow = Math.max(last.endRow, row + 1);
    else windows.push({ startRow: row, endRow: row + 1 });
  }
  return windows;
}

/** Windows that one request can ask for. */
export function* groupWindows(
  windows: readonly Window[],
  toRange: (window: Window) => string,
): Generator<Window[]> {
  let group: Window[] = [];
  let rowCount = 0;
  let urlBytes = 0;
  for (const window of windows) {
    const windowRows = window.endRow - window.startRow;
    const windowBytes = encodeURIComponent(toRange(window)).length + '&ranges='.length + 4;
    const isFull =
      group.length >= MAX_RANGES_PER_READ ||
      rowCount + windowRows > MAX_ROWS_PER_READ ||
      urlBytes + windowBytes > MAX_URL_BYTES;
    if (group.length > 0 && isFull) {
      yield group;
      group = [];
      rowCount = 0;
      urlBytes = 0;
    }
    group.push(window);
    rowCount += windowRows;
    urlBytes += windowBytes;
  }
  if (group.length > 0) yield group;
}
