import { invalidArgument } from '../google-error.ts';
import { type A1Range, formatRange, parseCells, splitTitle } from './a1.ts';
import type { GridRange, Rectangle, Sheet, Spreadsheet } from './model.ts';

/** The tab with this id. @throws GoogleError 400 `No grid with id: 7`. */
export function sheetById(spreadsheet: Pick<Spreadsheet, 'sheets'>, sheetId: number): Sheet {
  const sheet = spreadsheet.sheets.find((candidate) => candidate.sheetId === sheetId);
  if (sheet === undefined) throw invalidArgument(`No grid with id: ${sheetId}`);
  return sheet;
}

/** Fills missing bounds from the grid. @throws GoogleError 400 when a bound lies outside it. */
export function resolveGridRange(sheet: Sheet, range: GridRange): Rectangle {
  const rectangle = {
    sheetId: sheet.sheetId,
    startRow: range.startRowIndex ?? 0,
    endRow: range.endRowIndex ?? sheet.rowCount,
    startColumn: range.startColumnIndex ?? 0,
    endColumn: range.endColumnIndex ?? sheet.columnCount,
  };
  if (rectangle.startRow > rectangle.endRow || rectangle.startColumn > rectangle.endColumn) {
    throw invalidArgument('The start of a range must not lie behind its end.');
  }
  assertInsideGrid(sheet, rectangle);
  return rectangle;
}

/** The rectangle of a stored range, cut to the grid as it is now. */
export function clipGridRange(sheet: Sheet, range: GridRange): Rectangle {
  return {
    sheetId: sheet.sheetId,
    startRow: range.startRowIndex ?? 0,
    endRow: Math.min(range.endRowIndex ?? sheet.rowCount, sheet.rowCount),
    startColumn: range.startColumnIndex ?? 0,
    endColumn: Math.min(range.endColumnIndex ?? sheet.columnCount, sheet.columnCount),
  };
}

/** A rectangle as Google writes it: `sheetId` disappears when it is 0. */
export function toGridRange({ sheetId, startRow, endRow, startColumn, endColumn }: Rectangle): GridRange {
  return {
    sheetId,
    startRowIndex: startRow,
    endRowIndex: endRow,
    startColumnIndex: startColumn,
    endColumnIndex: endColumn,
  };
}

/** Leaves `sheetId` 0 out, as protobuf does in all but SheetProperties. */
export function renderGridRange({ sheetId, ...bounds }: GridRange): GridRange {
  return sheetId === undefined || sheetId === 0 ? bounds : { sheetId, ...bounds };
}

/** @throws GoogleError 400 with the wording of a write outside of the grid. */
export function assertInsideGrid(sheet: Sheet, rectangle: Omit<Rectangle, 'sheetId'>): void {
  if (rectangle.endRow <= sheet.rowCount && rectangle.endColumn <= sheet.columnCount) return;
  throw invalidArgument(
    `Range (${formatRange(sheet, rectangle)}) exceeds grid limits. ` +
      `Max rows: ${sheet.rowCount}, max columns: ${sheet.columnCount}`,
  );
}

export function overlaps(a: Omit<Rectangle, 'sheetId'>, b: Omit<Rectangle, 'sheetId'>): boolean {
  return (
    a.startRow < b.endRow &&
    b.startRow < a.endRow &&
    a.startColumn < b.endColumn &&
    b.startColumn < a.endColumn
  );
}

/** A range written in A1 notation, its tab found; `rectangle` has its bounds filled in but not yet checked. */
export interface ResolvedA1 {
  readonly sheet: Sheet;
  readonly rectangle: Rectangle;
  /** Whether an end was written: an open range is cut to the grid, a written one has to lie inside. */
  readonly written: Omit<A1Range, 'title'>;
}

/** Finds tab and cells of `Title!A1:B2`, a tab's title alone, a named range, or cells of the first visible tab. */
export function resolveA1(spreadsheet: Spreadsheet, text: string): ResolvedA1 {
  const unparsable = () => invalidArgument(`Unable to parse range: ${text}`);
  const split = splitTitle(text);
  if (split === undefined) throw unparsable();

  if (split.title !== undefined) {
    const sheet = sheetByTitle(spreadsheet, split.title);
    const cells = split.rest === '' ? wholeSheet : parseCells(split.rest);
    if (sheet === undefined || cells === undefined) throw unparsable();
    return fillBounds(sheet, cells);
  }

  const cells = parseCells(split.rest);
  const first = spreadsheet.sheets.find(({ hidden }) => !hidden) ?? spreadsheet.sheets[0];
  if (cells !== undefined && first !== undefined) return fillBounds(first, cells);
  const sheet = sheetByTitle(spreadsheet, split.rest);
  if (sheet !== undefined) return fillBounds(sheet, wholeSheet);
  const named = spreadsheet.namedRanges.find(({ name }) => name.toLowerCase() === split.rest.toLowerCase());
  if (named === undefined) throw unparsable();
  const owner = sheetById(spreadsheet, named.range.sheetId ?? 0);
  const { startRow, endRow, startColumn, endColumn } = clipGridRange(owner, named.range);
  return fillBounds(owner, { startRow, endRow, startColumn, endColumn });
}

const wholeSheet = { startRow: undefined, endRow: undefined, startColumn: undefined, endColumn: undefined };

/** Titles are told apart without regard to case, as Sheets does. */
export function sheetByTitle(spreadsheet: Pick<Spreadsheet, 'sheets'>, title: string): Sheet | undefined {
  return (
    spreadsheet.sheets.find((sheet) => sheet.title === title) ??
    spreadsheet.sheets.find((sheet) => sheet.title.toLowerCase() === title.toLowerCase())
  );
}

function fillBounds(sheet: Sheet, written: Omit<A1Range, 'title'>): ResolvedA1 {
  const startRow = written.startRow ?? 0;
  const startColumn = written.startColumn ?? 0;
  return {
    sheet,
    written,
    rectangle: {
      sheetId: sheet.sheetId,
      startRow,
      endRow: written.endRow ?? Math.max(sheet.rowCount, startRow + 1),
      startColumn,
      endColumn: written.endColumn ?? Math.max(sheet.columnCount, startColumn + 1),
    },
  };
}
