/**
 * The spreadsheet as the simulator keeps it.
 *
 * Everything below a sheet is replaced and never changed in place: rows, formats, rules. A draft can therefore
 * share all of it with the stored spreadsheet, a refused batchUpdate costs nothing to undo, and 100,000 rows that
 * got the same format share one array of formats.
 */

/** A formula as typed, with its leading `=`. Its value is computed when it is read. */
export interface FormulaCell {
  readonly formula: string;
}

export type CellValue = string | number | boolean | FormulaCell | undefined;

/** `userEnteredFormat` as it was sent, zero values left out. */
export type CellFormat = Readonly<Record<string, unknown>>;

export interface Row {
  readonly values: readonly CellValue[];
  readonly formats?: readonly (CellFormat | undefined)[] | undefined;
  readonly notes?: readonly (string | undefined)[] | undefined;
}

export interface DimensionProperties {
  readonly hiddenByUser?: boolean | undefined;
  readonly pixelSize?: number | undefined;
}

export type Dimension = 'ROWS' | 'COLUMNS';

/** A rectangle with all its bounds: indexes from 0, half-open. */
export interface Rectangle {
  readonly sheetId: number;
  readonly startRow: number;
  readonly endRow: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** A GridRange as Google spells it; a missing bound is unbounded. */
export interface GridRange {
  readonly sheetId?: number | undefined;
  readonly startRowIndex?: number | undefined;
  readonly endRowIndex?: number | undefined;
  readonly startColumnIndex?: number | undefined;
  readonly endColumnIndex?: number | undefined;
}

export interface ConditionalRule {
  readonly ranges: readonly GridRange[];
  readonly booleanRule?: BooleanRule | undefined;
  readonly gradientRule?: Readonly<Record<string, unknown>> | undefined;
}

export interface BooleanRule {
  readonly condition: {
    readonly type: string;
    readonly values?: readonly { readonly userEnteredValue?: string | undefined }[] | undefined;
  };
  readonly format?: CellFormat | undefined;
}

export interface BasicFilter {
  readonly range: GridRange;
  readonly rest: Readonly<Record<string, unknown>>;
}

export interface ProtectedRange {
  readonly protectedRangeId: number;
  readonly range: GridRange;
  readonly description?: string | undefined;
  readonly warningOnly?: boolean | undefined;
  /** Addresses that may edit; the owner and the one who protected it are among them. */
  readonly editors: readonly string[];
}

export interface NamedRange {
  readonly namedRangeId: string;
  readonly name: string;
  readonly range: GridRange;
}

/** Where a piece of developer metadata is attached. */
export type MetadataLocation =
  | { readonly locationType: 'SPREADSHEET' }
  | { readonly locationType: 'SHEET'; readonly sheetId: number }
  | {
      readonly locationType: 'ROW' | 'COLUMN';
      readonly sheetId: number;
      readonly startIndex: number;
      readonly endIndex: number;
    };

export interface DeveloperMetadata {
  readonly metadataId: number;
  readonly metadataKey: string;
  readonly metadataValue?: string | undefined;
  readonly visibility: 'DOCUMENT' | 'PROJECT';
  readonly location: MetadataLocation;
}

/** One tab. Fields are only assigned on a copy that a draft owns. */
export interface Sheet {
  readonly sheetId: number;
  title: string;
  hidden: boolean;
  rightToLeft: boolean;
  tabColorStyle: Readonly<Record<string, unknown>> | undefined;
  rowCount: number;
  columnCount: number;
  frozenRowCount: number;
  frozenColumnCount: number;
  hideGridlines: boolean;
  /** Never longer than `rowCount`; a missing row is empty. */
  rows: (Row | undefined)[];
  rowProperties: (DimensionProperties | undefined)[];
  columnProperties: (DimensionProperties | undefined)[];
  merges: readonly GridRange[];
  conditionalFormats: readonly ConditionalRule[];
  basicFilter: BasicFilter | undefined;
  protectedRanges: readonly ProtectedRange[];
}

export interface Spreadsheet {
  readonly spreadsheetId: string;
  title: string;
  locale: string;
  timeZone: string;
  sheets: readonly Sheet[];
  namedRanges: readonly NamedRange[];
  developerMetadata: readonly DeveloperMetadata[];
  /** Grows by one with every applied write, so that the page and the tests can see a change. */
  revision: number;
}

export const defaultRowCount = 1000;
export const defaultColumnCount = 26;
/** Source: Google's help page on spreadsheet sizes; columns end at ZZZ. */
export const maximumColumnCount = 18_278;
export const maximumCellCharacters = 50_000;

/** An empty tab of the size that Google gives by default. */
export function createSheet(
  sheetId: number,
  title: string,
  size: Partial<Pick<Sheet, 'rowCount' | 'columnCount'>> = {},
): Sheet {
  return {
    sheetId,
    title,
    hidden: false,
    rightToLeft: false,
    tabColorStyle: undefined,
    rowCount: size.rowCount ?? defaultRowCount,
    columnCount: size.columnCount ?? defaultColumnCount,
    frozenRowCount: 0,
    frozenColumnCount: 0,
    hideGridlines: false,
    rows: [],
    rowProperties: [],
    columnProperties: [],
    merges: [],
    conditionalFormats: [],
    basicFilter: undefined,
    protectedRanges: [],
  };
}

/** A spreadsheet with one empty tab, as `spreadsheets.create` and Drive make it. */
export function createSpreadsheet(
  spreadsheetId: string,
  title: string,
  sheets?: readonly Sheet[],
): Spreadsheet {
  return {
    spreadsheetId,
    title,
    locale: 'en_US',
    timeZone: 'Etc/GMT',
    sheets: sheets ?? [createSheet(0, 'Sheet1')],
    namedRanges: [],
    developerMetadata: [],
    revision: 1,
  };
}

export function isFormula(value: CellValue): value is FormulaCell {
  return typeof value === 'object';
}
