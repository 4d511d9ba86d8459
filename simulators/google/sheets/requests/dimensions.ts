import { z } from 'zod';
import { invalidArgument } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { below } from '../field-mask.ts';
import { type Dimension, maximumColumnCount, type Sheet } from '../model.ts';
import { assertEditable } from '../protection.ts';
import { shiftDimension } from '../structure.ts';
import { defineRequest } from './define.ts';
import { dimension, dimensionRange, fields, sheetId } from './shapes.ts';
import { readPropertiesMask } from './sheet-properties.ts';

function lengthOf(sheet: Sheet, along: Dimension): number {
  return along === 'ROWS' ? sheet.rowCount : sheet.columnCount;
}

/** Bounds of a DimensionRange, filled in; both inside of the grid. */
function resolveSpan(
  sheet: Sheet,
  { dimension: along, startIndex = 0, endIndex }: z.output<typeof dimensionRange>,
): { start: number; end: number } {
  const length = lengthOf(sheet, along);
  const end = endIndex ?? length;
  if (startIndex > end || end > length) {
    throw invalidArgument(
      `range.endIndex[${end}] is beyond the grid limits (max ${along === 'ROWS' ? 'row' : 'column'} count: ${length})`,
    );
  }
  return { start: startIndex, end };
}

function rectangleOf(sheet: Sheet, along: Dimension, { start, end }: { start: number; end: number }) {
  return along === 'ROWS'
    ? { startRow: start, endRow: end, startColumn: 0, endColumn: sheet.columnCount }
    : { startRow: 0, endRow: sheet.rowCount, startColumn: start, endColumn: end };
}

const appendDimension = defineRequest(
  z.strictObject({ sheetId: sheetId.default(0), dimension, length: z.int().positive() }),
  (draft, { sheetId: id, dimension: along, length }) => {
    const sheet = draft.edit(id);
    if (along === 'ROWS') sheet.rowCount += length;
    else sheet.columnCount += length;
    assertColumnLimit(sheet);
    draft.assertCellLimit();
    return {};
  },
);

function assertColumnLimit(sheet: Sheet): void {
  if (sheet.columnCount <= maximumColumnCount) return;
  throw invalidArgument(`A sheet cannot have more than ${maximumColumnCount} columns.`);
}

const insertDimension = defineRequest(
  z.strictObject({ range: dimensionRange, inheritFromBefore: z.boolean().default(false) }),
  (draft, { range, inheritFromBefore }) => {
    const { startIndex = 0, endIndex = startIndex } = range;
    const sheet = draft.edit(range.sheetId);
    if (endIndex <= startIndex)
      throw invalidArgument('range.endIndex must be greater than range.startIndex.');
    if (startIndex > lengthOf(sheet, range.dimension)) {
      throw invalidArgument(`range.startIndex[${startIndex}] is beyond the grid limits.`);
    }
    if (inheritFromBefore && startIndex === 0) {
      throw invalidArgument('inheritFromBefore cannot be true when inserting at the first row or column.');
    }
    const shift = { dimension: range.dimension, index: startIndex, added: endIndex - startIndex };
    shiftDimension(draft, range.sheetId, shift, inheritFromBefore ? startIndex - 1 : startIndex);
    assertColumnLimit(draft.edit(range.sheetId));
    return {};
  },
);

const deleteDimension = defineRequest(z.strictObject({ range: dimensionRange }), (draft, { range }) => {
  const sheet = draft.edit(range.sheetId);
  const along = range.dimension;
  const span = resolveSpan(sheet, range);
  const word = along === 'ROWS' ? 'rows' : 'columns';
  const frozen = along === 'ROWS' ? sheet.frozenRowCount : sheet.frozenColumnCount;
  const left = lengthOf(sheet, along) - (span.end - span.start);
  if (left === 0) throw invalidArgument(`You can't delete all the ${word} on the sheet.`);
  const frozenLeft = frozen - Math.max(0, Math.min(frozen, span.end) - span.start);
  if (frozen > 0 && left <= frozenLeft) {
    throw invalidArgument(`Sorry, it is not possible to delete all non-frozen ${word}.`);
  }
  assertEditable(draft, sheet, rectangleOf(sheet, along, span));
  shiftDimension(draft, range.sheetId, { dimension: along, index: span.start, added: span.start - span.end });
  if (along === 'ROWS') sheet.frozenRowCount = frozenLeft;
  else sheet.frozenColumnCount = frozenLeft;
  return {};
});

const updateDimensionProperties = defineRequest(
  z.strictObject({
    range: dimensionRange,
    properties: z.strictObject({
      hiddenByUser: z.boolean().optional(),
      pixelSize: z.int().nonnegative().optional(),
    }),
    fields,
  }),
  (draft, { range, properties, fields: mask }) => {
    const tree = readPropertiesMask(mask);
    const sheet = draft.edit(range.sheetId);
    const { start, end } = resolveSpan(sheet, range);
    const list = range.dimension === 'ROWS' ? sheet.rowProperties : sheet.columnProperties;
    while (list.length < end) list.push(undefined);
    for (let index = start; index < end; index++) {
      const entry = { ...list[index] };
      if (below(tree, 'hiddenByUser') !== undefined)
        entry.hiddenByUser = properties.hiddenByUser || undefined;
      if (below(tree, 'pixelSize') !== undefined) entry.pixelSize = properties.pixelSize;
      list[index] = entry;
    }
    return {};
  },
);

/** Widths follow the longest text that a column shows, about seven pixels a character. */
const autoResizeDimensions = defineRequest(
  z.strictObject({ dimensions: dimensionRange }),
  (draft, { dimensions }) => {
    const sheet = draft.edit(dimensions.sheetId);
    const { start, end } = resolveSpan(sheet, dimensions);
    if (dimensions.dimension === 'ROWS') return {};
    while (sheet.columnProperties.length < end) sheet.columnProperties.push(undefined);
    for (let column = start; column < end; column++) {
      sheet.columnProperties[column] = {
        ...sheet.columnProperties[column],
        pixelSize: fittingWidth(sheet, column),
      };
    }
    return {};
  },
);

function fittingWidth({ rows }: Sheet, column: number): number | undefined {
  let longest = 0;
  for (const row of rows) {
    const value = row?.values[column];
    if (value !== undefined && typeof value !== 'object') longest = Math.max(longest, String(value).length);
  }
  return longest === 0 ? undefined : Math.max(24, 10 + 7 * longest);
}

export const dimensionRequests = {
  appendDimension,
  insertDimension,
  deleteDimension,
  updateDimensionProperties,
  autoResizeDimensions,
};

/** Inserts one empty row or column as a person does: formats come from the neighbour before it. */
export function insertOne(draft: SpreadsheetDraft, id: number, along: Dimension, index: number): void {
  shiftDimension(draft, id, { dimension: along, index, added: 1 }, index === 0 ? undefined : index - 1);
}
