import { formatRange } from '../a1.ts';
import { isFormula, type Rectangle, type Sheet } from '../model.ts';
import { isBlank, valueAt } from './rows.ts';

/** Where appended rows go, and the table they go below, if there is one. */
export interface AppendPlace {
  readonly row: number;
  readonly column: number;
  /** `Sheet1!A1:J2`; absent when the search area holds no table. */
  readonly tableRange: string | undefined;
}

/**
 * Looks for the last table in the search area. A table is a block of cells that touch each other, so one empty cell
 * in every row parts it in two: then the right-hand part is the last table and rows land below that part.
 * Source: recorded cassettes of gspread (append of `["a","","c"]`), issues gspread#537 and #603.
 */
export function findAppendPlace(sheet: Sheet, area: Rectangle): AppendPlace {
  const seed = lastFilledCell(sheet, area);
  if (seed === undefined) return { row: area.startRow, column: area.startColumn, tableRange: undefined };
  const table = growTable(sheet, { ...seed, endRow: seed.startRow + 1, endColumn: seed.startColumn + 1 });
  return { row: table.endRow, column: table.startColumn, tableRange: formatRange(sheet, table) };
}

function isFilled(sheet: Sheet, row: number, column: number): boolean {
  const value = valueAt(sheet, row, column);
  return isFormula(value) || !isBlank(value);
}

/** The last filled cell of the area, by row and then by column; for an area of one cell also its table around it. */
function lastFilledCell(
  sheet: Sheet,
  area: Rectangle,
): { startRow: number; startColumn: number } | undefined {
  for (let row = Math.min(area.endRow, sheet.rows.length) - 1; row >= area.startRow; row--) {
    const lastColumn = Math.min(area.endColumn, sheet.rows[row]?.values.length ?? 0) - 1;
    for (let column = lastColumn; column >= area.startColumn; column--) {
      if (isFilled(sheet, row, column)) return { startRow: row, startColumn: column };
    }
  }
  return undefined;
}

type Bounds = Omit<Rectangle, 'sheetId'>;

/** Adds neighbouring rows and columns as long as they have a filled cell beside the block, corners included. */
function growTable(sheet: Sheet, seed: Bounds): Bounds {
  let { startRow, endRow, startColumn, endColumn } = seed;
  for (let grown = true; grown; ) {
    grown = false;
    const first = Math.max(0, startColumn - 1);
    while (startRow > 0 && hasFilled(sheet, startRow - 1, startRow, first, endColumn + 1)) {
      startRow--;
      grown = true;
    }
    while (endRow < sheet.rows.length && hasFilled(sheet, endRow, endRow + 1, first, endColumn + 1)) {
      endRow++;
      grown = true;
    }
    const top = Math.max(0, startRow - 1);
    while (startColumn > 0 && hasFilled(sheet, top, endRow + 1, startColumn - 1, startColumn)) {
      startColumn--;
      grown = true;
    }
    while (endColumn < sheet.columnCount && hasFilled(sheet, top, endRow + 1, endColumn, endColumn + 1)) {
      endColumn++;
      grown = true;
    }
  }
  return { startRow, endRow, startColumn, endColumn };
}

function hasFilled(
  sheet: Sheet,
  startRow: number,
  endRow: number,
  startColumn: number,
  endColumn: number,
): boolean {
  for (let row = startRow; row < Math.min(endRow, sheet.rows.length); row++) {
    for (let column = startColumn; column < endColumn; column++) {
      if (isFilled(sheet, row, column)) return true;
    }
  }
  return false;
}
