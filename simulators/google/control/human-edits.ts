import { z } from 'zod';
import { columnIndex } from '../sheets/a1.ts';
import { parseUserEntered } from '../sheets/cells/user-entered.ts';
import { resolveA1, toGridRange } from '../sheets/grid-range.ts';
import { isFormula, type Sheet, type Spreadsheet } from '../sheets/model.ts';

/** Something that a person does in the browser, as the requests of a batchUpdate that have the same effect. */
export interface HumanEdit {
  readonly schema: z.ZodType;
  requests(where: { spreadsheet: Spreadsheet; sheet: Sheet; currentYear: number }, body: unknown): object[];
}

function defineEdit<Schema extends z.ZodType>(
  schema: Schema,
  requests: (
    where: { spreadsheet: Spreadsheet; sheet: Sheet; currentYear: number },
    body: z.output<Schema>,
  ) => object[],
): HumanEdit {
  return { schema, requests: (where, body) => requests(where, schema.parse(body)) };
}

/** Letters, as in the heading of the column. */
const column = z
  .string()
  .regex(/^[A-Za-z]{1,3}$/u)
  .transform(columnIndex);
/** Counted from 1, as in the heading of the row. */
const row = z
  .int()
  .positive()
  .transform((number) => number - 1);
const cells = z.string().describe('cells in A1 notation without a tab, for example B2:C5');
const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/iu)
  .transform((hex) => ({
    red: Number.parseInt(hex.slice(1, 3), 16) / 255,
    green: Number.parseInt(hex.slice(3, 5), 16) / 255,
    blue: Number.parseInt(hex.slice(5, 7), 16) / 255,
  }));

function gridRangeOf(spreadsheet: Spreadsheet, sheet: Sheet, text: string) {
  const title = sheet.title.replaceAll("'", "''");
  return toGridRange(resolveA1(spreadsheet, `'${title}'!${text}`).rectangle);
}

function dimensionRange({ sheetId }: Sheet, dimension: 'ROWS' | 'COLUMNS', startIndex: number) {
  return { sheetId, dimension, startIndex, endIndex: startIndex + 1 };
}

function extendedValue(text: string, currentYear: number): object {
  const { value } = parseUserEntered(text, { currentYear });
  if (isFormula(value)) return { formulaValue: value.formula };
  if (typeof value === 'number') return { numberValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}

/** Every edit by its name in `POST /__control/google/<name>`. */
export const humanEdits: Readonly<Record<string, HumanEdit>> = {
  'insert-column': defineEdit(z.object({ before: column }), ({ sheet }, { before }) => [
    { insertDimension: { range: dimensionRange(sheet, 'COLUMNS', before), inheritFromBefore: before > 0 } },
  ]),
  'insert-row': defineEdit(z.object({ before: row }), ({ sheet }, { before }) => [
    { insertDimension: { range: dimensionRange(sheet, 'ROWS', before), inheritFromBefore: before > 0 } },
  ]),
  'delete-column': defineEdit(z.object({ column }), ({ sheet }, body) => [
    { deleteDimension: { range: dimensionRange(sheet, 'COLUMNS', body.column) } },
  ]),
  'delete-row': defineEdit(z.object({ row }), ({ sheet }, body) => [
    { deleteDimension: { range: dimensionRange(sheet, 'ROWS', body.row) } },
  ]),
  'hide-column': defineEdit(z.object({ column, hidden: z.boolean().default(true) }), ({ sheet }, body) => [
    {
      updateDimensionProperties: {
        range: dimensionRange(sheet, 'COLUMNS', body.column),
        properties: { hiddenByUser: body.hidden },
        fields: 'hiddenByUser',
      },
    },
  ]),
  'hide-row': defineEdit(z.object({ row, hidden: z.boolean().default(true) }), ({ sheet }, body) => [
    {
      updateDimensionProperties: {
        range: dimensionRange(sheet, 'ROWS', body.row),
        properties: { hiddenByUser: body.hidden },
        fields: 'hiddenByUser',
      },
    },
  ]),
  sort: defineEdit(
    z.object({ range: cells, by: column, descending: z.boolean().default(false) }),
    ({ spreadsheet, sheet }, { range, by, descending }) => [
      {
        sortRange: {
          range: gridRangeOf(spreadsheet, sheet, range),
          sortSpecs: [{ dimensionIndex: by, sortOrder: descending ? 'DESCENDING' : 'ASCENDING' }],
        },
      },
    ],
  ),
  'set-cell': defineEdit(z.object({ cell: cells, value: z.string() }), (where, { cell, value }) => [
    {
      repeatCell: {
        range: gridRangeOf(where.spreadsheet, where.sheet, cell),
        cell: value === '' ? {} : { userEnteredValue: extendedValue(value, where.currentYear) },
        fields: 'userEnteredValue',
      },
    },
  ]),
  'set-colour': defineEdit(z.object({ cells, colour }), ({ spreadsheet, sheet }, body) => [
    {
      repeatCell: {
        range: gridRangeOf(spreadsheet, sheet, body.cells),
        cell: { userEnteredFormat: { backgroundColor: body.colour } },
        fields: 'userEnteredFormat.backgroundColor',
      },
    },
  ]),
  'set-note': defineEdit(
    z.object({ cell: cells, note: z.string() }),
    ({ spreadsheet, sheet }, { cell, note }) => [
      { repeatCell: { range: gridRangeOf(spreadsheet, sheet, cell), cell: { note }, fields: 'note' } },
    ],
  ),
  'add-tab': defineEdit(z.object({ title: z.string() }), (_where, { title }) => [
    { addSheet: { properties: { title } } },
  ]),
  'rename-tab': defineEdit(z.object({ title: z.string() }), ({ sheet }, { title }) => [
    { updateSheetProperties: { properties: { sheetId: sheet.sheetId, title }, fields: 'title' } },
  ]),
  'delete-tab': defineEdit(z.object({}), ({ sheet }) => [{ deleteSheet: { sheetId: sheet.sheetId } }]),
  protect: defineEdit(
    z.object({ range: cells.optional(), warningOnly: z.boolean().default(false) }),
    ({ spreadsheet, sheet }, { range, warningOnly }) => [
      {
        addProtectedRange: {
          protectedRange: {
            range: range === undefined ? { sheetId: sheet.sheetId } : gridRangeOf(spreadsheet, sheet, range),
            warningOnly,
          },
        },
      },
    ],
  ),
};
