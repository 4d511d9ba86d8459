import { fieldViolation, invalidArgument } from '../../google-error.ts';
import { type CellFormat, type CellValue, maximumCellCharacters, type Sheet } from '../model.ts';
import { formatAt, patchFormats, writeValues } from './rows.ts';
import { parseUserEntered } from './user-entered.ts';

export type ValueInputOption = 'RAW' | 'USER_ENTERED';

/** A cell as it may be sent: null leaves the cell as it is. */
export type InputCell = string | number | boolean | null;

/**
 * The values of a request by rows, whatever their major dimension was.
 *
 * @throws GoogleError 400 for anything but lists of texts, numbers, booleans and nulls, and for too long texts.
 */
export function readInputRows(values: unknown, majorDimension: unknown, path = 'data.values'): InputCell[][] {
  if (values === undefined) return [];
  if (!Array.isArray(values)) throw notAList(path, values);
  const lists = values.map((list: unknown, index) => {
    if (!Array.isArray(list)) throw notAList(`${path}[${index}]`, list);
    return list.map((cell: unknown, position) => readCell(cell, index, position));
  });
  return majorDimension === 'COLUMNS' ? transpose(lists) : lists;
}

function readCell(cell: unknown, list: number, position: number): InputCell {
  if (cell === null || typeof cell === 'number' || typeof cell === 'boolean') return cell;
  if (typeof cell !== 'string') {
    throw invalidArgument(
      `Invalid values[${list}][${position}]: ${Array.isArray(cell) ? 'list_value' : 'struct_value'} {\n}\n`,
    );
  }
  assertCellLength(cell);
  return cell;
}

function notAList(path: string, value: unknown): Error {
  const message = `Invalid value at '${path}' (type.googleapis.com/google.protobuf.ListValue), ${JSON.stringify(value)}`;
  return fieldViolation(message, path, message);
}

export function assertCellLength(text: string): void {
  if (text.length <= maximumCellCharacters) return;
  throw invalidArgument(
    `Your input contains more than the maximum of ${maximumCellCharacters} characters in a single cell.`,
  );
}

function transpose(columns: readonly InputCell[][]): InputCell[][] {
  const height = columns.reduce((tallest, column) => Math.max(tallest, column.length), 0);
  return Array.from({ length: height }, (_, row) => columns.map((column) => column[row] ?? null));
}

/** Writes a block as RAW (texts stay texts) or USER_ENTERED (as if typed); the caller has checked the bounds. */
export function writeInputRows(
  sheet: Sheet,
  start: { readonly row: number; readonly column: number },
  rows: readonly InputCell[][],
  option: ValueInputOption,
  currentYear: number,
): void {
  if (option === 'RAW') {
    writeValues(sheet, start.row, start.column, rows);
    return;
  }
  const numberFormats: { row: number; column: number; numberFormat: unknown }[] = [];
  const typed = rows.map((row, rowOffset) =>
    row.map((cell, columnOffset): CellValue | null => {
      const [rowIndex, column] = [start.row + rowOffset, start.column + columnOffset];
      if (typeof cell !== 'string' || isTextFormat(formatAt(sheet, rowIndex, column))) return cell;
      const { value, numberFormat } = parseUserEntered(cell, { currentYear });
      if (numberFormat !== undefined) numberFormats.push({ row: rowIndex, column, numberFormat });
      return value;
    }),
  );
  writeValues(sheet, start.row, start.column, typed);
  for (const { row, column, numberFormat } of numberFormats) {
    const cell = {
      sheetId: sheet.sheetId,
      startRow: row,
      endRow: row + 1,
      startColumn: column,
      endColumn: column + 1,
    };
    patchFormats(sheet, cell, (format) => ({
      ...format,
      numberFormat: format?.numberFormat ?? numberFormat,
    }));
  }
}

/** Cells formatted as plain text keep what is typed into them. */
function isTextFormat(format: CellFormat | undefined): boolean {
  return (format?.numberFormat as { type?: string } | undefined)?.type === 'TEXT';
}
