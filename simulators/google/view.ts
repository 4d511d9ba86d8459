import { roleOf } from './drive/sharing.ts';
import { seeded } from './seed.ts';
import { Evaluator } from './sheets/formulas/evaluate.ts';
import { isFormula, type Sheet, type Spreadsheet } from './sheets/model.ts';
import { conditionalFormatAt } from './sheets/render/conditional-formats.ts';
import { displayValue } from './sheets/render/display.ts';
import { effectiveFormat } from './sheets/render/grid-data.ts';
import type { GoogleStore } from './store.ts';

type Query = Readonly<Record<string, string | undefined>>;

const largestWindowRows = 500;

/**
 * What the page shows: every spreadsheet with its tabs, or, with `spreadsheetId` and `sheetId`, a window of one tab's
 * cells (`startRow` from 0, at most 500 `rows`) as they look, conditional rules applied.
 */
export function viewGoogle(store: GoogleStore, query: Query): unknown {
  const { spreadsheetId, sheetId } = query;
  if (spreadsheetId === undefined)
    return { spreadsheets: [...store.spreadsheets.values()].map((s) => summary(store, s)) };
  const spreadsheet = store.spreadsheets.get(spreadsheetId);
  const sheet = spreadsheet?.sheets.find((candidate) => String(candidate.sheetId) === sheetId);
  if (spreadsheet === undefined || sheet === undefined) return { missing: true };
  const startRow = Math.max(0, Number(query.startRow ?? 0));
  const rows = Math.min(largestWindowRows, Math.max(0, Number(query.rows ?? 100)));
  return viewWindow(spreadsheet, sheet, startRow, Math.min(sheet.rowCount, startRow + rows));
}

function summary(store: GoogleStore, { spreadsheetId, title, sheets, revision }: Spreadsheet): object {
  const file = store.files.get(spreadsheetId);
  return {
    spreadsheetId,
    title,
    revision,
    serviceAccountRole: (file && roleOf(store, file, seeded.serviceAccountEmail)) ?? null,
    sheets: sheets.map((sheet) => ({
      sheetId: sheet.sheetId,
      title: sheet.title,
      hidden: sheet.hidden,
      rowCount: sheet.rowCount,
      columnCount: sheet.columnCount,
      frozenRowCount: sheet.frozenRowCount,
      usedRows: sheet.rows.length,
    })),
  };
}

function viewWindow(spreadsheet: Spreadsheet, sheet: Sheet, startRow: number, endRow: number): object {
  const evaluator = new Evaluator(spreadsheet);
  const columns = usedColumns(sheet);
  const viewRow = (row: number) => ({
    index: row,
    hidden: sheet.rowProperties[row]?.hiddenByUser === true,
    cells: Array.from({ length: columns }, (_, column) => viewCell(sheet, evaluator, row, column)),
  });
  const span = (start: number, end: number) =>
    Array.from({ length: Math.max(0, end - start) }, (_, offset) => viewRow(start + offset));
  return {
    spreadsheetId: spreadsheet.spreadsheetId,
    sheetId: sheet.sheetId,
    revision: spreadsheet.revision,
    rowCount: sheet.rowCount,
    columnCount: sheet.columnCount,
    usedRows: sheet.rows.length,
    frozenRowCount: sheet.frozenRowCount,
    rules: sheet.conditionalFormats.length,
    filter: sheet.basicFilter !== undefined,
    protectedRanges: sheet.protectedRanges.length,
    columns: Array.from({ length: columns }, (_, column) => ({
      width: sheet.columnProperties[column]?.pixelSize ?? null,
      hidden: sheet.columnProperties[column]?.hiddenByUser === true,
    })),
    frozenRows: span(0, Math.min(sheet.frozenRowCount, startRow)),
    startRow,
    rows: span(startRow, endRow),
  };
}

/** All columns that hold something, and a few empty ones as in the browser. */
function usedColumns({ rows, columnCount }: Sheet): number {
  const used = rows.reduce((widest, row) => Math.max(widest, row?.values.length ?? 0), 0);
  return Math.min(columnCount, Math.max(8, used + 2));
}

/** Text, and only what differs from a plain cell. */
function viewCell(sheet: Sheet, evaluator: Evaluator, row: number, column: number): object {
  const stored = sheet.rows[row];
  const own = stored?.formats?.[column];
  const conditional =
    sheet.conditionalFormats.length === 0 ? undefined : conditionalFormatAt(sheet, evaluator, row, column);
  const entered = stored?.values[column];
  const value = entered === undefined ? undefined : evaluator.valueOf(sheet, row, column);
  const text = displayValue(value, own);
  const note = stored?.notes?.[column];
  return {
    ...(text === undefined ? {} : { text }),
    ...(typeof value === 'number' || typeof value === 'boolean' ? { kind: typeof value } : {}),
    ...(isFormula(entered) ? { formula: entered.formula } : {}),
    ...(note === undefined ? {} : { note }),
    ...(own === undefined && conditional === undefined ? {} : viewFormat(effectiveFormat(own, conditional))),
  };
}

function viewFormat(format: Readonly<Record<string, unknown>>): object {
  // effectiveFormat always has a text format.
  const text = format.textFormat as Readonly<Record<string, unknown>>;
  const background = cssColour(format.backgroundColor);
  const colour = cssColour(text.foregroundColor);
  return {
    ...(background === '#ffffff' ? {} : { background }),
    ...(colour === '#000000' ? {} : { colour }),
    ...Object.fromEntries(
      ['bold', 'italic', 'strikethrough'].filter((name) => text[name] === true).map((name) => [name, true]),
    ),
  };
}

function cssColour(colour: unknown): string {
  const { red = 0, green = 0, blue = 0 } = Object(colour);
  const channels = [red, green, blue].map((channel) => Math.round(Number(channel) * 255));
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
