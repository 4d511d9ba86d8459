import { ConfigError } from '../../errors/index.ts';
import { a1Range, quoteTitle } from './a1.ts';
import { type CellValue, toKey } from './cells.ts';
import { checkColumns, locateColumns, readNames } from './header.ts';
import type { Spreadsheet, Worksheet } from './schema.ts';
import type { SheetsApi } from './sheets-api.ts';
import { countCells, findWorksheet, type WorksheetTarget } from './worksheets.ts';

/** Rows of one column in one read. */
const KEY_ROWS_PER_READ = 50_000;

/** A tab whose rows are known by a key, with our columns wherever people have put them. */
export interface Tab {
  readonly target: WorksheetTarget;
  readonly columns: readonly string[];
  /** Place of the key among `columns`. */
  readonly keyPosition: number;
  /** The tab's column of each of `columns`. */
  readonly columnIndexes: readonly number[];
  /** The row (index from 0) of each key; of keys that people have copied the first. */
  readonly rowByKey: Map<string, number>;
  /** As last read. */
  worksheet: Worksheet;
  /** Cells of the other tabs. */
  otherCells: number;
  /** The row below the last one in which any of our columns holds something. */
  nextRow: number;
  /** The key in the row above `nextRow`. */
  lastKey: string | undefined;
  /** The tab is empty, so our header comes first. */
  needsHeader: boolean;
}

/**
 * Reads where everything is: three requests, one more for each further 50,000 rows, and one for what may stand below the last key.
 *
 * @throws ConfigError when the tab is missing, a column of ours is missing or there twice, or rows stand below an empty header.
 */
export async function openTab(
  api: SheetsApi,
  target: WorksheetTarget,
  columns: readonly string[],
  key: string,
): Promise<Tab> {
  checkColumns(columns);
  const keyPosition = columns.indexOf(key);
  if (keyPosition < 0)
    throw new ConfigError(`the key column "${key}" is not among the columns that are written`);
  const { spreadsheetId, worksheet: title } = target;
  const spreadsheet = await api.spreadsheet(spreadsheetId);
  const worksheet = findWorksheet(spreadsheet, title);
  const [headerRow = []] = await api.values(spreadsheetId, headerRange(title));
  const names = readNames(headerRow);
  const needsHeader = names.every((name) => name === '');
  const columnIndexes = needsHeader ? [...columns.keys()] : locateColumns(columns, names, title);

  const keys = needsHeader
    ? []
    : await readKeys(api, spreadsheetId, worksheet, columnIndexes[keyPosition] ?? 0);
  const belowKeys = keys.findLastIndex((value) => value !== undefined) + 2;
  const tailRange = rangeFrom(belowKeys, worksheet, columnIndexes);
  const tail = tailRange === undefined ? [] : await api.values(spreadsheetId, tailRange);
  const nextRow = belowKeys + findLastFilled(tail, columnIndexes) + 1;
  if (needsHeader && nextRow > 1) {
    throw new ConfigError(
      `the tab "${title}" has rows but no header: type the columns' names into row 1, or empty the tab`,
    );
  }
  return {
    target,
    columns,
    keyPosition,
    columnIndexes,
    rowByKey: firstRows(keys),
    worksheet,
    otherCells: countOtherCells(spreadsheet, worksheet),
    nextRow,
    lastKey: keys[nextRow - 2],
    needsHeader,
  };
}

/**
 * The tab as it is now. Time has passed since it was read, and people work in it: when the header, the end of our rows or the title is not
 * where it was, everything is read anew. Two requests when nothing has moved.
 */
export async function refreshTab(api: SheetsApi, tab: Tab): Promise<Tab> {
  const { target, columns, keyPosition } = tab;
  const spreadsheet = await api.spreadsheet(target.spreadsheetId);
  const worksheet = findWorksheet(spreadsheet, target.worksheet);
  if (worksheet.sheetId !== tab.worksheet.sheetId || !(await isWhereItWas(api, tab, worksheet))) {
    return openTab(api, target, columns, columns[keyPosition] ?? '');
  }
  tab.worksheet = worksheet;
  tab.otherCells = countOtherCells(spreadsheet, worksheet);
  return tab;
}

/** Takes the next free row for a key. */
export function addRow(tab: Tab, key: string): number {
  const row = tab.nextRow;
  tab.rowByKey.set(key, row);
  tab.nextRow += 1;
  tab.lastKey = key;
  return row;
}

async function isWhereItWas(api: SheetsApi, tab: Tab, worksheet: Worksheet): Promise<boolean> {
  const { columns, columnIndexes, keyPosition, nextRow, needsHeader } = tab;
  const lastRow = Math.max(nextRow - 1, 1);
  const tailRange = rangeFrom(lastRow, worksheet, columnIndexes);
  if (tailRange === undefined) return false;
  const ranges = [headerRange(worksheet.title), tailRange];
  const [[headerRow = []] = [], tail = []] = await api.valuesOfRanges(tab.target.spreadsheetId, ranges);
  const names = readNames(headerRow);
  if (needsHeader) return names.every((name) => name === '') && tail.length === 0;
  const isHeaderSame = columns.every((column, position) => names[columnIndexes[position] ?? 0] === column);
  const startColumn = Math.min(...columnIndexes);
  const lastKey = toKey(tail[0]?.[(columnIndexes[keyPosition] ?? 0) - startColumn]);
  const isEndSame =
    nextRow === 1 ? tail.length === 0 : findLastFilled(tail, columnIndexes) === 0 && lastKey === tab.lastKey;
  return isHeaderSame && isEndSame;
}

function headerRange(title: string): string {
  return `${quoteTitle(title)}!1:1`;
}

/** From the row down to the end of the grid, as wide as our columns lie; undefined when there is no such row. */
function rangeFrom(
  startRow: number,
  { title, rowCount, columnCount }: Worksheet,
  columnIndexes: readonly number[],
): string | undefined {
  if (startRow >= rowCount) return undefined;
  const endColumn = Math.min(Math.max(...columnIndexes) + 1, columnCount);
  return a1Range(title, { startRow, endRow: rowCount, startColumn: Math.min(...columnIndexes), endColumn });
}

/** The keys below the header, in the order of the rows; undefined where the cell is empty. */
async function readKeys(
  api: SheetsApi,
  spreadsheetId: string,
  { title, rowCount }: Worksheet,
  columnIndex: number,
): Promise<(string | undefined)[]> {
  const keys: (string | undefined)[] = [];
  for (let startRow = 1; startRow < rowCount; startRow += KEY_ROWS_PER_READ) {
    const endRow = Math.min(startRow + KEY_ROWS_PER_READ, rowCount);
    const range = a1Range(title, { startRow, endRow, startColumn: columnIndex, endColumn: columnIndex + 1 });
    for (const [offset, [cell]] of (await api.values(spreadsheetId, range)).entries()) {
      keys[startRow - 1 + offset] = toKey(cell);
    }
  }
  return keys;
}

function firstRows(keys: readonly (string | undefined)[]): Map<string, number> {
  const rowByKey = new Map<string, number>();
  for (const [offset, key] of keys.entries()) {
    if (key !== undefined && !rowByKey.has(key)) rowByKey.set(key, offset + 1);
  }
  return rowByKey;
}

/** Index of the last row in which one of our columns holds something; -1 when there is none. */
function findLastFilled(rows: readonly (readonly CellValue[])[], columnIndexes: readonly number[]): number {
  const startColumn = Math.min(...columnIndexes);
  return rows.findLastIndex((row) => columnIndexes.some((index) => (row[index - startColumn] ?? '') !== ''));
}

function countOtherCells({ worksheets }: Spreadsheet, worksheet: Worksheet): number {
  return countCells(worksheets.filter((sheet) => sheet !== worksheet));
}
