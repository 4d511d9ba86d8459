import { invalidArgument } from '../google-error.ts';
import { formatRange } from './a1.ts';
import { formatAt } from './cells/rows.ts';
import type { Evaluator } from './formulas/evaluate.ts';
import { isError } from './formulas/values.ts';
import { assertInsideGrid, resolveA1 } from './grid-range.ts';
import { isFormula, type Rectangle, type Sheet, type Spreadsheet } from './model.ts';
import { displayValue, numberFormatOf } from './render/display.ts';
import { isDateFormat } from './render/number-format.ts';

/** How values are asked for, each as in the query of `values.get`. */
export interface ReadOptions {
  readonly majorDimension: 'ROWS' | 'COLUMNS';
  readonly valueRender: 'FORMATTED_VALUE' | 'UNFORMATTED_VALUE' | 'FORMULA';
  readonly dateTimeRender: 'SERIAL_NUMBER' | 'FORMATTED_STRING';
  /** What a range that reaches beyond the grid gets; live behaviour is not known for sure. */
  readonly outsideGrid: 'refuse' | 'clip';
}

export interface ValueRange {
  readonly range: string;
  readonly majorDimension: 'ROWS' | 'COLUMNS';
  /** Absent when every cell is empty. */
  readonly values?: readonly (readonly unknown[])[];
}

/** The values of a range in A1 notation, the echoed range filled up to the grid, empty ends cut off. */
export function readValues(
  spreadsheet: Spreadsheet,
  evaluator: Evaluator,
  text: string,
  options: ReadOptions,
): ValueRange {
  const { sheet, rectangle } = resolveA1(spreadsheet, text);
  return readRectangle(sheet, evaluator, boundRead(sheet, rectangle, options), options);
}

function boundRead(sheet: Sheet, rectangle: Rectangle, { outsideGrid }: ReadOptions): Rectangle {
  const startsInside = rectangle.startRow < sheet.rowCount && rectangle.startColumn < sheet.columnCount;
  if (outsideGrid === 'refuse' || !startsInside) assertInsideGrid(sheet, rectangle);
  return {
    ...rectangle,
    endRow: Math.min(rectangle.endRow, sheet.rowCount),
    endColumn: Math.min(rectangle.endColumn, sheet.columnCount),
  };
}

/** As `readValues`, for cells that are known already. */
export function readRectangle(
  sheet: Sheet,
  evaluator: Evaluator,
  rectangle: Rectangle,
  options: ReadOptions,
): ValueRange {
  const rows: unknown[][] = [];
  const endRow = Math.min(rectangle.endRow, sheet.rows.length);
  for (let row = rectangle.startRow; row < endRow; row++)
    rows.push(readRow(sheet, evaluator, row, rectangle, options));
  const values = options.majorDimension === 'ROWS' ? rows : toColumns(rows);
  while (values.length > 0 && values.at(-1)?.length === 0) values.pop();
  return {
    range: formatRange(sheet, rectangle),
    majorDimension: options.majorDimension,
    ...(values.length > 0 ? { values } : {}),
  };
}

function readRow(
  sheet: Sheet,
  evaluator: Evaluator,
  row: number,
  { startColumn, endColumn }: Rectangle,
  options: ReadOptions,
): unknown[] {
  const cells: unknown[] = [];
  const end = Math.min(endColumn, sheet.rows[row]?.values.length ?? 0);
  for (let column = startColumn; column < end; column++) {
    cells.push(renderCell(sheet, evaluator, row, column, options) ?? '');
  }
  return trimEnd(cells);
}

function trimEnd(cells: unknown[]): unknown[] {
  while (cells.length > 0 && cells.at(-1) === '') cells.pop();
  return cells;
}

function toColumns(rows: readonly unknown[][]): unknown[][] {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0);
  return Array.from({ length: width }, (_, column) => trimEnd(rows.map((row) => row[column] ?? '')));
}

function renderCell(
  sheet: Sheet,
  evaluator: Evaluator,
  row: number,
  column: number,
  { valueRender, dateTimeRender }: ReadOptions,
): unknown {
  const stored = sheet.rows[row]?.values[column];
  if (stored === undefined) return undefined;
  if (valueRender === 'FORMULA' && isFormula(stored)) return stored.formula;
  const value = evaluator.valueOf(sheet, row, column);
  if (valueRender !== 'FORMATTED_VALUE') {
    const format = formatAt(sheet, row, column);
    const asText = dateTimeRender === 'FORMATTED_STRING' && isDateFormat(numberFormatOf(format));
    if (isError(value)) return value.error;
    return asText ? displayValue(value, format) : value;
  }
  return displayValue(value, formatAt(sheet, row, column));
}

const readChoices = {
  majorDimension: ['ROWS', 'COLUMNS'],
  valueRender: ['FORMATTED_VALUE', 'UNFORMATTED_VALUE', 'FORMULA'],
  dateTimeRender: ['SERIAL_NUMBER', 'FORMATTED_STRING'],
} as const satisfies Partial<Record<keyof ReadOptions, readonly string[]>>;

const parameterNames = {
  majorDimension: ['major_dimension', 'google.apps.sheets.v4.Dimension'],
  valueRender: ['value_render_option', 'google.apps.sheets.v4.ValueRenderOption'],
  dateTimeRender: ['date_time_render_option', 'google.apps.sheets.v4.DateTimeRenderOption'],
} as const;

/** One of the enum's words, or its first one when nothing was asked for. @throws GoogleError 400 for another word. */
export function readChoice<Key extends keyof typeof readChoices>(
  key: Key,
  value: unknown,
): (typeof readChoices)[Key][number] {
  const choices: readonly (typeof readChoices)[Key][number][] = readChoices[key];
  const [first] = choices;
  if (value === undefined && first !== undefined) return first;
  const choice = choices.find((candidate) => candidate === value);
  if (choice !== undefined) return choice;
  const [field, type] = parameterNames[key];
  throw invalidArgument(
    `Invalid value at '${field}' (type.googleapis.com/${type}), ${JSON.stringify(value)}`,
  );
}
