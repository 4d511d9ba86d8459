import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { ConfigError } from '../../errors/index.ts';
import { columnLetters } from './a1.ts';
import { filterRequests } from './basic-filter.ts';
import { type NumberFormats, numberFormatRequests } from './number-formats.ts';
import { type Rectangle, toGridRange } from './requests.ts';
import type { NumberFormat, Worksheet } from './schema.ts';
import type { BatchRequest } from './sheets-api.ts';

/** Whole rows get a background where a column holds exactly this value. An empty cell equals nothing, not even false. */
export interface RowRule {
  readonly column: string;
  readonly equals: string | number | boolean;
  /** `#rrggbb`. */
  readonly background: string;
}

/** How a tab looks; what is left out stays as people have it. */
export interface TabFormat {
  /** Takes the place of the rules that earlier runs made; rules made by people stay. An empty list removes ours. */
  readonly rules?: readonly RowRule[];
  /** Pixels by column name, for columns that the tab gets now: a width that people have changed stays. */
  readonly columnWidths?: Readonly<Record<string, number>>;
  readonly hiddenColumns?: readonly string[];
  /** A format of the same kind (dates, other numbers) that people have chosen stays, for new rows too. */
  readonly numberFormats?: NumberFormats;
  /** Filter arrows in the header, when the tab is first written; later what people make of them stays. */
  readonly filter?: boolean;
}

/** Where our columns lie. */
export interface FormatPlace {
  /** The cells that the rules colour, without the header. */
  readonly data: Rectangle;
  /** The sheet's column of each of our columns. */
  readonly columnIndexes: ReadonlyMap<string, number>;
  /** The columns that the last write had; none when there was no last write. */
  readonly knownColumns?: ReadonlySet<string>;
  /** Number formats that the columns have, see `readNumberFormats`. */
  readonly numberFormats?: ReadonlyMap<string, NumberFormat>;
}

/** Recognises our rules whatever Google or people made of their ranges; its length is not zero, so it is true. */
const ruleMarker = 'LEN("movement-etl")';

/** Requests that make the tab look as `format` says; none where it does already. */
export function formatRequests(worksheet: Worksheet, format: TabFormat, place: FormatPlace): BatchRequest[] {
  const indexOf = (column: string) => {
    const index = place.columnIndexes.get(column);
    if (index === undefined)
      throw new ConfigError(`the format names a column "${column}" that is not written`);
    return index;
  };
  const columnRequest = (
    column: string,
    properties: sheets_v4.Schema$DimensionProperties,
    fields: string,
  ): BatchRequest => {
    const startIndex = indexOf(column);
    const range = { sheetId: worksheet.sheetId, dimension: 'COLUMNS', startIndex, endIndex: startIndex + 1 };
    return { updateDimensionProperties: { range, properties, fields } };
  };
  const { data, knownColumns = new Set(), numberFormats = new Map() } = place;
  return [
    ...Object.entries(format.columnWidths ?? {})
      .filter(([column]) => !knownColumns.has(column))
      .map(([column, pixelSize]) => columnRequest(column, { pixelSize }, 'pixelSize')),
    ...(format.hiddenColumns ?? []).map((column) =>
      columnRequest(column, { hiddenByUser: true }, 'hiddenByUser'),
    ),
    ...numberFormatRequests(format.numberFormats ?? {}, numberFormats, data, indexOf),
    ...(format.filter === true ? filterRequests(worksheet, data, { isNew: knownColumns.size === 0 }) : []),
    ...(format.rules === undefined ? [] : ruleRequests(worksheet, format.rules, data, indexOf)),
  ];
}

/** Bold, and in view while people scroll. */
export function headerRequests({
  sheetId,
  startColumn,
  endColumn,
}: Omit<Rectangle, 'startRow' | 'endRow'>): BatchRequest[] {
  const range = toGridRange({ sheetId, startRow: 0, endRow: 1, startColumn, endColumn });
  return [
    {
      repeatCell: {
        range,
        cell: { userEnteredFormat: { textFormat: { bold: true } } },
        fields: 'userEnteredFormat.textFormat.bold',
      },
    },
    {
      updateSheetProperties: {
        properties: { sheetId, gridProperties: { frozenRowCount: 1 } },
        fields: 'gridProperties.frozenRowCount',
      },
    },
  ];
}

/** Replaces our rules where they stand among the others, so that people's order of precedence stays. */
function ruleRequests(
  worksheet: Worksheet,
  rules: readonly RowRule[],
  data: Rectangle,
  indexOf: (column: string) => number,
): BatchRequest[] {
  const ours = [...worksheet.rules.keys()].filter((index) => isOurs(worksheet.rules[index]));
  const found = ours.map((index) => worksheet.rules[index] ?? {});
  const wanted = rules.map((rule) => toConditionalRule(rule, data, indexOf(rule.column)));
  if (JSON.stringify(found.map(comparable)) === JSON.stringify(wanted.map(comparable))) return [];
  const { sheetId } = worksheet;
  const firstIndex = ours[0] ?? worksheet.rules.length;
  return [
    ...ours.toReversed().map((index) => ({ deleteConditionalFormatRule: { sheetId, index } })),
    ...wanted.map((rule, offset) => ({ addConditionalFormatRule: { rule, index: firstIndex + offset } })),
  ];
}

function toConditionalRule(
  { equals, background }: RowRule,
  data: Rectangle,
  columnIndex: number,
): sheets_v4.Schema$ConditionalFormatRule {
  const cell = `$${columnLetters(columnIndex)}${data.startRow + 1}`;
  const userEnteredValue = `=AND(${ruleMarker},${equalsFormula(cell, equals)})`;
  return {
    ranges: [toGridRange(data)],
    booleanRule: {
      condition: { type: 'CUSTOM_FORMULA', values: [{ userEnteredValue }] },
      format: { backgroundColor: toColor(background) },
    },
  };
}

/** The type is part of the comparison: to Google Sheets an empty cell is equal to FALSE and to 0. */
function equalsFormula(cell: string, value: string | number | boolean): string {
  if (typeof value === 'string') return `${cell}="${value.replaceAll('"', '""')}"`;
  if (typeof value === 'number') return `ISNUMBER(${cell}),${cell}=${value}`;
  return `ISLOGICAL(${cell}),${value ? cell : `NOT(${cell})`}`;
}

function toColor(background: string): { red: number; green: number; blue: number } {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(background);
  if (match === null)
    throw new ConfigError(`a background must be of the form #rrggbb, it is "${background}"`);
  const [red = 0, green = 0, blue = 0] = match.slice(1).map((hex) => Number.parseInt(hex, 16) / 255);
  return { red, green, blue };
}

function isOurs(rule: sheets_v4.Schema$ConditionalFormatRule | undefined): boolean {
  return formulaOf(rule).includes(ruleMarker);
}

function formulaOf(rule: sheets_v4.Schema$ConditionalFormatRule | undefined): string {
  return rule?.booleanRule?.condition?.values?.[0]?.userEnteredValue ?? '';
}

/** What must be equal for a rule to stay: Google leaves out zeros and rounds colours. */
function comparable(rule: sheets_v4.Schema$ConditionalFormatRule): unknown {
  const ranges = (rule.ranges ?? []).map((range) => [
    range.startRowIndex ?? 0,
    range.endRowIndex ?? 0,
    range.startColumnIndex ?? 0,
    range.endColumnIndex ?? 0,
  ]);
  const { red, green, blue } = rule.booleanRule?.format?.backgroundColor ?? {};
  const colour = [red, green, blue].map((part) => Math.round((part ?? 0) * 255));
  return [formulaOf(rule), ranges, colour];
}
