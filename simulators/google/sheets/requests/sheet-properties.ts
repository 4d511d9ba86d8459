import { z } from 'zod';
import { invalidArgument } from '../../google-error.ts';
import { pairColours } from '../cells/cell-format.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { below, type FieldTree, parseFieldMask } from '../field-mask.ts';
import { maximumColumnCount, type Sheet } from '../model.ts';
import { retitleReferences, shiftDimension } from '../structure.ts';
import { jsonObject, sheetId } from './shapes.ts';

const count = z.int().nonnegative();

export const sheetProperties = z.strictObject({
  sheetId: sheetId.optional(),
  title: z.string().optional(),
  index: count.optional(),
  sheetType: z.literal('GRID').optional(),
  hidden: z.boolean().optional(),
  rightToLeft: z.boolean().optional(),
  tabColor: jsonObject.optional(),
  tabColorStyle: jsonObject.optional(),
  gridProperties: z
    .strictObject({
      rowCount: count.optional(),
      columnCount: count.optional(),
      frozenRowCount: count.optional(),
      frozenColumnCount: count.optional(),
      hideGridlines: z.boolean().optional(),
      rowGroupControlAfter: z.boolean().optional(),
      columnGroupControlAfter: z.boolean().optional(),
    })
    .optional(),
});
export type SheetProperties = z.output<typeof sheetProperties>;

/**
 * Assigns the masked properties to a tab. The number of rows is applied and checked before the number of columns, so
 * that a legal final shape may be refused on the way, as it happens with Google.
 */
export function assignSheetProperties(
  draft: SpreadsheetDraft,
  id: number,
  properties: SheetProperties,
  mask: FieldTree,
): void {
  const sheet = draft.edit(id);
  const masked = (field: string) => below(mask, field) !== undefined;
  if (masked('title')) setTitle(draft, sheet, properties.title ?? '');
  if (masked('gridProperties')) assignGrid(draft, sheet, properties, below(mask, 'gridProperties') ?? {});
  if (masked('rightToLeft')) sheet.rightToLeft = properties.rightToLeft ?? false;
  if (masked('tabColorStyle') || masked('tabColor')) sheet.tabColorStyle = tabColour(properties);
  if (masked('index') && properties.index !== undefined) moveSheet(draft, sheet, properties.index);
  if (masked('hidden')) setHidden(draft, sheet, properties.hidden ?? false);
}

/** The colour as a style; Google takes the older `tabColor`, too. */
export function tabColour({ tabColor, tabColorStyle }: SheetProperties): Sheet['tabColorStyle'] {
  const rgbColor = tabColor ?? tabColorStyle?.rgbColor;
  if (rgbColor === undefined) return tabColorStyle;
  return pairColours({ backgroundColor: rgbColor }).backgroundColorStyle as Sheet['tabColorStyle'];
}

/** @throws GoogleError 400 when another tab has the title, or when it is empty. */
export function assertTitleFree(draft: SpreadsheetDraft, title: string, except?: Sheet): void {
  if (title === '') throw invalidArgument('The sheet name cannot be empty.');
  const taken = draft.spreadsheet.sheets.some(
    (sheet) => sheet.sheetId !== except?.sheetId && sheet.title.toLowerCase() === title.toLowerCase(),
  );
  if (!taken) return;
  throw invalidArgument(`A sheet with the name "${title}" already exists. Please enter another name.`);
}

function setTitle(draft: SpreadsheetDraft, sheet: Sheet, title: string): void {
  assertTitleFree(draft, title, sheet);
  const oldTitle = sheet.title;
  sheet.title = title;
  retitleReferences(draft, oldTitle, title);
}

function assignGrid(
  draft: SpreadsheetDraft,
  sheet: Sheet,
  { gridProperties: grid = {} }: SheetProperties,
  mask: FieldTree,
): void {
  const masked = (field: string) => below(mask, field) !== undefined;
  if (masked('rowCount') && grid.rowCount !== undefined) setRowCount(draft, sheet, grid.rowCount);
  if (masked('columnCount') && grid.columnCount !== undefined) setColumnCount(draft, sheet, grid.columnCount);
  if (masked('frozenRowCount')) sheet.frozenRowCount = grid.frozenRowCount ?? 0;
  if (masked('frozenColumnCount')) sheet.frozenColumnCount = grid.frozenColumnCount ?? 0;
  if (masked('hideGridlines')) sheet.hideGridlines = grid.hideGridlines ?? false;
  if (sheet.frozenRowCount >= sheet.rowCount) {
    throw invalidArgument("You can't freeze all visible rows on the sheet.");
  }
  if (sheet.frozenColumnCount >= sheet.columnCount) {
    throw invalidArgument("You can't freeze all visible columns on the sheet.");
  }
}

function setRowCount(draft: SpreadsheetDraft, sheet: Sheet, rowCount: number): void {
  if (rowCount < 1) throw invalidArgument('A sheet must have at least one row.');
  if (rowCount < sheet.rowCount) {
    shiftDimension(draft, sheet.sheetId, {
      dimension: 'ROWS',
      index: rowCount,
      added: rowCount - sheet.rowCount,
    });
  }
  sheet.rowCount = rowCount;
  draft.assertCellLimit();
}

function setColumnCount(draft: SpreadsheetDraft, sheet: Sheet, columnCount: number): void {
  if (columnCount < 1) throw invalidArgument('A sheet must have at least one column.');
  if (columnCount > maximumColumnCount) {
    throw invalidArgument(`A sheet cannot have more than ${maximumColumnCount} columns.`);
  }
  if (columnCount < sheet.columnCount) {
    const added = columnCount - sheet.columnCount;
    shiftDimension(draft, sheet.sheetId, { dimension: 'COLUMNS', index: columnCount, added });
  }
  sheet.columnCount = columnCount;
  draft.assertCellLimit();
}

function moveSheet(draft: SpreadsheetDraft, sheet: Sheet, index: number): void {
  const others = draft.spreadsheet.sheets.filter((other) => other !== sheet);
  draft.spreadsheet.sheets = others.toSpliced(Math.min(index, others.length), 0, sheet);
}

function setHidden(draft: SpreadsheetDraft, sheet: Sheet, hidden: boolean): void {
  sheet.hidden = hidden;
  if (draft.spreadsheet.sheets.every((other) => other.hidden)) {
    throw invalidArgument("You can't hide all the sheets in a document.");
  }
}

/** @throws GoogleError 400 when the mask is missing. */
export function readPropertiesMask(fields: string | undefined): FieldTree {
  if (fields === undefined || fields === '') {
    throw invalidArgument("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)");
  }
  return parseFieldMask(fields);
}
