import { z } from 'zod';
import { invalidArgument } from '../../google-error.ts';
import { fillCells, readCellMask, writeCellRows } from '../cells/cell-data.ts';
import { dataRowCount } from '../cells/rows.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { assertInsideGrid, resolveGridRange } from '../grid-range.ts';
import type { Rectangle } from '../model.ts';
import { assertEditable } from '../protection.ts';
import { growGrid } from '../values-write.ts';
import { defineRequest } from './define.ts';
import { fields, gridCoordinate, gridRange, jsonObject, rowData, sheetId } from './shapes.ts';

type Rows = z.output<typeof rowData>;

const widthOf = (rows: Rows) => rows.reduce((widest, { values }) => Math.max(widest, values.length), 0);

/** One cell's values, formats or notes over a whole range. */
const repeatCell = defineRequest(
  z.strictObject({ range: gridRange, cell: jsonObject.optional(), fields }),
  (draft, { range, cell, fields: mask }) => {
    const sheet = draft.edit(range.sheetId);
    const rectangle = resolveGridRange(sheet, range);
    assertEditable(draft, sheet, rectangle);
    fillCells(sheet, rectangle, cell, readCellMask(mask));
    return {};
  },
);

/** Rows of cells from a corner on; a range larger than the rows is wiped where they do not reach. */
const updateCells = defineRequest(
  z.strictObject({
    rows: rowData.default([]),
    fields,
    range: gridRange.optional(),
    start: gridCoordinate.optional(),
  }),
  (draft, { rows, fields: mask, range, start }) => {
    const cellMask = readCellMask(mask);
    const id = range?.sheetId ?? start?.sheetId;
    if (id === undefined) throw invalidArgument('One of range and start must be set.');
    const sheet = draft.edit(id);
    const bounds = range === undefined ? undefined : resolveGridRange(sheet, range);
    const corner = bounds ?? cornerOf(start);
    const written: Rectangle = {
      sheetId: id,
      startRow: corner.startRow,
      startColumn: corner.startColumn,
      endRow: corner.startRow + rows.length,
      endColumn: corner.startColumn + widthOf(rows),
    };
    if (bounds !== undefined) assertWithin(bounds, written);
    assertInsideGrid(sheet, written);
    assertEditable(draft, sheet, bounds ?? written);
    if (bounds !== undefined) fillCells(sheet, bounds, undefined, cellMask);
    writeCellRows(sheet, written.startRow, written.startColumn, cellsOf(rows), cellMask);
    return {};
  },
);

const cellsOf = (rows: Rows) => rows.map(({ values }) => values);

function cornerOf(start: z.output<typeof gridCoordinate> | undefined) {
  return { startRow: start?.rowIndex ?? 0, startColumn: start?.columnIndex ?? 0 };
}

function assertWithin(bounds: Rectangle, written: Rectangle): void {
  if (written.endRow > bounds.endRow) {
    throw invalidArgument(
      `Attempting to write row: ${bounds.endRow}, beyond the last requested row of: ${bounds.endRow - 1}`,
    );
  }
  if (written.endColumn > bounds.endColumn) {
    throw invalidArgument(
      `Attempting to write column: ${bounds.endColumn}, beyond the last requested column of: ${bounds.endColumn - 1}`,
    );
  }
}

/** Rows of cells below the last row of the tab that shows a value; the grid grows as needed. */
const appendCells = defineRequest(
  z.strictObject({ sheetId: sheetId.default(0), rows: rowData.default([]), fields }),
  (draft: SpreadsheetDraft, { sheetId: id, rows, fields: mask }) => {
    const cellMask = readCellMask(mask);
    const startRow = dataRowCount(draft.edit(id));
    const written = {
      sheetId: id,
      startRow,
      startColumn: 0,
      endRow: startRow + rows.length,
      endColumn: widthOf(rows),
    };
    growGrid(draft, id, written);
    const sheet = draft.edit(id);
    assertEditable(draft, sheet, written);
    writeCellRows(sheet, startRow, 0, cellsOf(rows), cellMask);
    return {};
  },
);

export const cellRequests = { repeatCell, updateCells, appendCells };
