import { invalidArgument } from '../google-error.ts';
import { columnName, formatRange } from './a1.ts';
import { findAppendPlace } from './cells/append-table.ts';
import { type InputCell, type ValueInputOption, writeInputRows } from './cells/input-values.ts';
import { clearValues } from './cells/rows.ts';
import type { SpreadsheetDraft } from './draft.ts';
import { assertInsideGrid, type ResolvedA1, resolveA1 } from './grid-range.ts';
import type { Rectangle, Sheet } from './model.ts';
import { assertEditable } from './protection.ts';
import { shiftDimension } from './structure.ts';

/** One block of values to write. */
export interface ValueWrite {
  readonly range: string;
  readonly rows: readonly InputCell[][];
  readonly option: ValueInputOption;
  /** For typed dates without a year. */
  readonly currentYear: number;
}

/** The counts that `values.update` answers with; zeros are left out. */
export interface UpdateResult {
  readonly spreadsheetId: string;
  readonly updatedRange: string;
  readonly updatedRows?: number;
  readonly updatedColumns?: number;
  readonly updatedCells?: number;
}

/**
 * Writes values into existing cells; the grid never grows. A range of one cell is an anchor, any other a bound.
 *
 * @throws GoogleError 400 when range or data leave the grid, or data leave the range.
 */
export function updateValues(draft: SpreadsheetDraft, write: ValueWrite): UpdateResult {
  return updateCells(draft, resolveA1(draft.spreadsheet, write.range), write);
}

/** As `updateValues`, for a range that a data filter has found. */
export function updateCells(
  draft: SpreadsheetDraft,
  target: ResolvedA1,
  write: Omit<ValueWrite, 'range'>,
): UpdateResult {
  const { sheet, rectangle } = target;
  assertInsideGrid(sheet, rectangle);
  const written = writtenRectangle(rectangle, write.rows);
  if (!isAnchor(rectangle)) assertInsideRange(sheet, rectangle, written);
  assertInsideGrid(sheet, written);
  return writeRows(draft, sheet.sheetId, written, write);
}

function isAnchor({ startRow, endRow, startColumn, endColumn }: Rectangle): boolean {
  return endRow - startRow === 1 && endColumn - startColumn === 1;
}

function writtenRectangle(anchor: Rectangle, rows: readonly (readonly unknown[])[]): Rectangle {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return {
    ...anchor,
    endRow: anchor.startRow + Math.max(1, rows.length),
    endColumn: anchor.startColumn + Math.max(1, width),
  };
}

function assertInsideRange(sheet: Sheet, range: Rectangle, written: Rectangle): void {
  const within = `Requested writing within range [${formatRange(sheet, range)}], but tried writing to`;
  if (written.endRow > range.endRow) throw invalidArgument(`${within} row [${range.endRow + 1}]`);
  if (written.endColumn > range.endColumn) {
    throw invalidArgument(`${within} column [${columnName(range.endColumn)}]`);
  }
}

function writeRows(
  draft: SpreadsheetDraft,
  sheetId: number,
  written: Rectangle,
  { rows, option, currentYear }: Omit<ValueWrite, 'range'>,
): UpdateResult {
  const sheet = draft.edit(sheetId);
  assertEditable(draft, sheet, written);
  const start = { row: written.startRow, column: written.startColumn };
  writeInputRows(sheet, start, rows, option, currentYear);
  const updatedCells = rows.reduce((sum, row) => sum + row.filter((cell) => cell !== null).length, 0);
  const { spreadsheetId } = draft.spreadsheet;
  const updatedRange = formatRange(sheet, written);
  if (updatedCells === 0) return { spreadsheetId, updatedRange };
  return {
    spreadsheetId,
    updatedRange,
    updatedRows: rows.length,
    updatedColumns: written.endColumn - written.startColumn,
    updatedCells,
  };
}

/** What `values.append` answers with. */
export interface AppendResult {
  readonly spreadsheetId: string;
  readonly tableRange?: string;
  readonly updates: UpdateResult;
}

/** Writes below the table that the range finds; the grid grows as needed. */
export function appendValues(
  draft: SpreadsheetDraft,
  { insertRows, ...write }: ValueWrite & { readonly insertRows: boolean },
): AppendResult {
  const { sheet: found, rectangle } = resolveA1(draft.spreadsheet, write.range);
  assertInsideGrid(found, rectangle);
  const { row, column, tableRange } = findAppendPlace(found, rectangle);
  const { sheetId } = found;
  const anchor = { sheetId, startRow: row, endRow: row + 1, startColumn: column, endColumn: column + 1 };
  const written = writtenRectangle(anchor, write.rows);

  if (insertRows && write.rows.length > 0) {
    const shift = { dimension: 'ROWS', index: row, added: write.rows.length } as const;
    shiftDimension(draft, sheetId, shift, row === 0 ? undefined : row - 1);
  }
  growGrid(draft, sheetId, written);
  const updates = writeRows(draft, sheetId, written, write);
  const { spreadsheetId } = draft.spreadsheet;
  return { spreadsheetId, ...(tableRange === undefined ? {} : { tableRange }), updates };
}

/** Makes the grid large enough for a rectangle. @throws GoogleError 400 above the cell limit. */
export function growGrid(draft: SpreadsheetDraft, sheetId: number, { endRow, endColumn }: Rectangle): void {
  const sheet = draft.edit(sheetId);
  sheet.rowCount = Math.max(sheet.rowCount, endRow);
  sheet.columnCount = Math.max(sheet.columnCount, endColumn);
  draft.assertCellLimit();
}

/** Empties the values of a range and answers with the range; formats, notes, rules and filters stay. */
export function clearRange(draft: SpreadsheetDraft, text: string): string {
  return clearCells(draft, resolveA1(draft.spreadsheet, text));
}

/** As `clearRange`, for a range that a data filter has found. */
export function clearCells(draft: SpreadsheetDraft, { sheet: found, rectangle }: ResolvedA1): string {
  const sheet = draft.edit(found.sheetId);
  const clipped = {
    ...rectangle,
    endRow: Math.min(rectangle.endRow, sheet.rowCount),
    endColumn: Math.min(rectangle.endColumn, sheet.columnCount),
  };
  if (clipped.startRow >= clipped.endRow || clipped.startColumn >= clipped.endColumn) {
    assertInsideGrid(sheet, rectangle);
  }
  assertEditable(draft, sheet, clipped);
  clearValues(sheet, clipped);
  return formatRange(sheet, clipped);
}
