import type { Evaluator } from '../formulas/evaluate.ts';
import { type Computed, errorTypes, isError } from '../formulas/values.ts';
import { type CellFormat, type CellValue, isFormula, type Rectangle, type Sheet } from '../model.ts';
import { conditionalFormatAt } from './conditional-formats.ts';
import { displayValue } from './display.ts';

const defaultRowPixels = 21;
const defaultColumnPixels = 100;

const white = { red: 1, green: 1, blue: 1 };

/** What a cell looks like before anybody formats it. Source: recorded answers of `spreadsheets.create`. */
export const defaultFormat = {
  backgroundColor: white,
  padding: { top: 2, right: 3, bottom: 2, left: 3 },
  verticalAlignment: 'BOTTOM',
  wrapStrategy: 'OVERFLOW_CELL',
  textFormat: {
    foregroundColor: {},
    fontFamily: 'arial,sans,sans-serif',
    fontSize: 10,
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    foregroundColorStyle: { rgbColor: {} },
  },
  backgroundColorStyle: { rgbColor: white },
} as const;

/** GridData of one rectangle: cells with entered and effective values and formats, sizes of rows and columns. */
export function renderGridData(sheet: Sheet, evaluator: Evaluator, rectangle: Rectangle): object {
  const { startRow, endRow, startColumn, endColumn } = rectangle;
  const rowData: object[] = [];
  for (let row = startRow; row < Math.min(endRow, sheet.rows.length); row++) {
    const values: object[] = [];
    for (let column = startColumn; column < endColumn; column++) {
      values.push(renderCell(sheet, evaluator, row, column));
    }
    while (values.length > 0 && Object.keys(values.at(-1) ?? {}).length === 0) values.pop();
    rowData.push(values.length === 0 ? {} : { values });
  }
  while (rowData.length > 0 && Object.keys(rowData.at(-1) ?? {}).length === 0) rowData.pop();
  return {
    ...(startRow === 0 ? {} : { startRow }),
    ...(startColumn === 0 ? {} : { startColumn }),
    ...(rowData.length === 0 ? {} : { rowData }),
    rowMetadata: renderDimension(sheet.rowProperties, startRow, endRow, defaultRowPixels),
    columnMetadata: renderDimension(sheet.columnProperties, startColumn, endColumn, defaultColumnPixels),
  };
}

function renderDimension(
  properties: Sheet['rowProperties'],
  start: number,
  end: number,
  defaultPixels: number,
): object[] {
  return Array.from({ length: end - start }, (_, offset) => {
    const { hiddenByUser, pixelSize = defaultPixels } = properties[start + offset] ?? {};
    return hiddenByUser === true ? { hiddenByUser, pixelSize } : { pixelSize };
  });
}

function renderCell(sheet: Sheet, evaluator: Evaluator, row: number, column: number): object {
  const stored = sheet.rows[row];
  const entered = stored?.values[column];
  const format = stored?.formats?.[column];
  const note = stored?.notes?.[column];
  if (entered === undefined && format === undefined && note === undefined) return {};
  const value = evaluator.valueOf(sheet, row, column);
  const formattedValue = displayValue(value, format);
  return {
    ...(entered === undefined ? {} : { userEnteredValue: renderEntered(entered) }),
    ...(value === undefined ? {} : { effectiveValue: renderEffective(value) }),
    ...(formattedValue === undefined ? {} : { formattedValue }),
    ...(format === undefined ? {} : { userEnteredFormat: format }),
    effectiveFormat: effectiveFormat(format, conditionalFormatAt(sheet, evaluator, row, column)),
    ...(note === undefined ? {} : { note }),
  };
}

function renderEntered(value: Exclude<CellValue, undefined>): object {
  return isFormula(value) ? { formulaValue: value.formula } : renderPlain(value);
}

function renderEffective(value: Exclude<Computed, undefined>): object {
  if (isError(value)) return { errorValue: { type: errorTypes[value.error], message: value.error } };
  return renderPlain(value);
}

function renderPlain(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  return typeof value === 'number' ? { numberValue: value } : { boolValue: value };
}

/** Defaults, then the cell's own format, then what the conditional rule sets. */
export function effectiveFormat(
  own: CellFormat | undefined,
  conditional: CellFormat | undefined,
): CellFormat {
  return {
    ...defaultFormat,
    ...own,
    ...conditional,
    textFormat: {
      ...defaultFormat.textFormat,
      ...(own?.textFormat as object | undefined),
      ...(conditional?.textFormat as object | undefined),
    },
  };
}
