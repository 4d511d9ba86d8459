import { z } from 'zod';
import { invalidArgument } from '../../google-error.ts';
import { type CellBlock, editRows, readBlock, writeBlock } from '../cells/rows.ts';
import { compareForSort } from '../cells/sort-order.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { Evaluator } from '../formulas/evaluate.ts';
import { assertInsideGrid, overlaps, resolveGridRange } from '../grid-range.ts';
import type { Rectangle, Sheet } from '../model.ts';
import { assertEditable } from '../protection.ts';
import { defineRequest } from './define.ts';
import { dimension, gridRange } from './shapes.ts';

const rangeAndDimension = z.strictObject({ range: gridRange, shiftDimension: dimension });

/** The cells from the range on, to the end of the grid, in the direction in which they move. */
function tailOf(sheet: Sheet, range: Rectangle, along: 'ROWS' | 'COLUMNS'): Rectangle {
  return along === 'ROWS' ? { ...range, endRow: sheet.rowCount } : { ...range, endColumn: sheet.columnCount };
}

/** Empty cells at a place; the cells there move down or to the right, and the grid grows by that. */
const insertRange = defineRequest(rangeAndDimension, (draft, { range, shiftDimension: along }) => {
  const sheet = draft.edit(range.sheetId);
  const inserted = resolveGridRange(sheet, range);
  const tail = tailOf(sheet, inserted, along);
  assertEditable(draft, sheet, tail);
  const block = readBlock(sheet, tail);
  if (along === 'ROWS') sheet.rowCount += inserted.endRow - inserted.startRow;
  else sheet.columnCount += inserted.endColumn - inserted.startColumn;
  draft.assertCellLimit();
  wipe(sheet, inserted);
  if (along === 'ROWS') writeBlock(sheet, inserted.endRow, inserted.startColumn, block);
  else writeBlock(sheet, inserted.startRow, inserted.endColumn, block);
  return {};
});

/** Removes cells; those below or to the right move up, and empty cells come in at the end. */
const deleteRange = defineRequest(rangeAndDimension, (draft, { range, shiftDimension: along }) => {
  const sheet = draft.edit(range.sheetId);
  const deleted = resolveGridRange(sheet, range);
  const tail = tailOf(sheet, deleted, along);
  assertEditable(draft, sheet, tail);
  const rest =
    along === 'ROWS' ? { ...tail, startRow: deleted.endRow } : { ...tail, startColumn: deleted.endColumn };
  const block = readBlock(sheet, rest);
  wipe(sheet, tail);
  writeBlock(sheet, deleted.startRow, deleted.startColumn, block);
  return {};
});

function wipe(sheet: Sheet, { startRow, endRow, startColumn, endColumn }: Rectangle): void {
  const width = endColumn - startColumn;
  const blankRow = {
    values: Array.from({ length: width }, () => undefined),
    formats: undefined,
    notes: undefined,
  };
  writeBlock(sheet, startRow, startColumn, {
    rows: Array.from({ length: endRow - startRow }, () => blankRow),
  });
}

const sortSpec = z.strictObject({
  dimensionIndex: z.int().nonnegative().default(0),
  sortOrder: z.enum(['ASCENDING', 'DESCENDING']).default('ASCENDING'),
});

/** Sorts the rows of a range; numbers before texts before booleans, empty cells last in either order. */
const sortRange = defineRequest(
  z.strictObject({ range: gridRange, sortSpecs: z.array(sortSpec).min(1) }),
  (draft, { range, sortSpecs }) => {
    const sheet = draft.edit(range.sheetId);
    const rectangle = resolveGridRange(sheet, range);
    assertEditable(draft, sheet, rectangle);
    sortRows(draft, sheet, rectangle, sortSpecs);
    return {};
  },
);

/** Sorts values, formats and notes of a rectangle together; equal rows keep their order. */
function sortRows(
  draft: SpreadsheetDraft,
  sheet: Sheet,
  rectangle: Rectangle,
  specs: readonly z.output<typeof sortSpec>[],
): void {
  const evaluator = new Evaluator(draft.spreadsheet);
  const block = readBlock(sheet, rectangle);
  const keyed = block.rows.map((row, index) => ({
    row,
    keys: specs.map(({ dimensionIndex }) =>
      evaluator.valueOf(sheet, rectangle.startRow + index, dimensionIndex),
    ),
  }));
  keyed.sort((a, b) => {
    for (const [index, { sortOrder }] of specs.entries()) {
      const order = compareForSort(a.keys[index], b.keys[index], sortOrder === 'DESCENDING');
      if (order !== 0) return order;
    }
    return 0;
  });
  writeBlock(sheet, rectangle.startRow, rectangle.startColumn, { rows: keyed.map(({ row }) => row) });
}

const mergeCells = defineRequest(
  z.strictObject({
    range: gridRange,
    mergeType: z.enum(['MERGE_ALL', 'MERGE_COLUMNS', 'MERGE_ROWS']).default('MERGE_ALL'),
  }),
  (draft, { range, mergeType }) => {
    const sheet = draft.edit(range.sheetId);
    const rectangle = resolveGridRange(sheet, range);
    assertEditable(draft, sheet, rectangle);
    if (sheet.merges.some((merge) => overlaps(resolveGridRange(sheet, merge), rectangle))) {
      throw invalidArgument('You must select all cells in a merged range to merge or unmerge them.');
    }
    for (const part of splitMerge(rectangle, mergeType)) {
      keepTopLeft(sheet, part);
      sheet.merges = [
        ...sheet.merges,
        {
          sheetId: range.sheetId,
          startRowIndex: part.startRow,
          endRowIndex: part.endRow,
          startColumnIndex: part.startColumn,
          endColumnIndex: part.endColumn,
        },
      ];
    }
    return {};
  },
);

function splitMerge(
  rectangle: Rectangle,
  mergeType: 'MERGE_ALL' | 'MERGE_COLUMNS' | 'MERGE_ROWS',
): Rectangle[] {
  const { startRow, endRow, startColumn, endColumn } = rectangle;
  switch (mergeType) {
    case 'MERGE_ALL':
      return [rectangle];
    case 'MERGE_ROWS':
      return Array.from({ length: endRow - startRow }, (_, offset) => ({
        ...rectangle,
        startRow: startRow + offset,
        endRow: startRow + offset + 1,
      }));
    case 'MERGE_COLUMNS':
      return Array.from({ length: endColumn - startColumn }, (_, offset) => ({
        ...rectangle,
        startColumn: startColumn + offset,
        endColumn: startColumn + offset + 1,
      }));
  }
}

function keepTopLeft(sheet: Sheet, { startRow, endRow, startColumn, endColumn }: Rectangle): void {
  editRows(sheet, startRow, Math.min(endRow, sheet.rows.length), (row, rowIndex) => ({
    ...row,
    values: row.values.map((value, column) => {
      const inside = column >= startColumn && column < endColumn;
      return inside && !(rowIndex === startRow && column === startColumn) ? undefined : value;
    }),
  }));
}

const unmergeCells = defineRequest(z.strictObject({ range: gridRange }), (draft, { range }) => {
  const sheet = draft.edit(range.sheetId);
  const rectangle = resolveGridRange(sheet, range);
  sheet.merges = sheet.merges.filter((merge) => !overlaps(resolveGridRange(sheet, merge), rectangle));
  return {};
});

/** Refuses a block that would leave the grid or touch protected cells, then writes it. */
export function placeBlock(
  draft: SpreadsheetDraft,
  sheet: Sheet,
  corner: { readonly row: number; readonly column: number },
  block: CellBlock,
  parts: Parameters<typeof writeBlock>[4],
): void {
  const width = block.rows.reduce((widest, { values }) => Math.max(widest, values.length), 0);
  const written = {
    startRow: corner.row,
    endRow: corner.row + block.rows.length,
    startColumn: corner.column,
    endColumn: corner.column + width,
  };
  assertInsideGrid(sheet, written);
  assertEditable(draft, sheet, written);
  writeBlock(sheet, corner.row, corner.column, block, parts);
}

export const rangeRequests = { insertRange, deleteRange, sortRange, mergeCells, unmergeCells };
