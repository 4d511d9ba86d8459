import { type CellValue, toCellData } from './cells.ts';
import type { BatchRequest } from './sheets-api.ts';

/** Values at fixed coordinates; each row is written from `startColumn` on, null empties a cell. Formats and notes stay. */
export function writeRows(
  sheetId: number,
  startRow: number,
  startColumn: number,
  rows: readonly (readonly CellValue[])[],
): BatchRequest {
  return {
    updateCells: {
      start: { sheetId, rowIndex: startRow, columnIndex: startColumn },
      rows: rows.map((cells) => ({ values: cells.map(toCellData) })),
      fields: 'userEnteredValue',
    },
  };
}

/** A rectangle of one tab: indexes from 0, ends exclusive. */
export interface Rectangle {
  readonly sheetId: number;
  readonly startRow: number;
  readonly endRow: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** Empties the values, keeps formats and notes; no request for an empty rectangle. */
export function clearValues(rectangle: Rectangle): BatchRequest[] {
  if (rectangle.startRow >= rectangle.endRow || rectangle.startColumn >= rectangle.endColumn) return [];
  return [{ updateCells: { range: toGridRange(rectangle), fields: 'userEnteredValue' } }];
}

/**
 * Rows or columns at the end of the grid. Never by setting the size: that would cut off what somebody has added in the meantime.
 */
export function growGrid(sheetId: number, dimension: 'ROWS' | 'COLUMNS', length: number): BatchRequest[] {
  return length <= 0 ? [] : [{ appendDimension: { sheetId, dimension, length } }];
}

/** Sets the height of a grid that is ours alone. */
export function setRowCount(sheetId: number, rowCount: number): BatchRequest {
  return {
    updateSheetProperties: {
      properties: { sheetId, gridProperties: { rowCount } },
      fields: 'gridProperties.rowCount',
    },
  };
}

export function toGridRange({ sheetId, startRow, endRow, startColumn, endColumn }: Rectangle) {
  return {
    sheetId,
    startRowIndex: startRow,
    endRowIndex: endRow,
    startColumnIndex: startColumn,
    endColumnIndex: endColumn,
  };
}
