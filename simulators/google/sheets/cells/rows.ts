import {
  type CellFormat,
  type CellValue,
  isFormula,
  type Rectangle,
  type Row,
  type Sheet,
} from '../model.ts';

export function valueAt(sheet: Sheet, row: number, column: number): CellValue {
  return sheet.rows[row]?.values[column];
}

export function formatAt(sheet: Sheet, row: number, column: number): CellFormat | undefined {
  return sheet.rows[row]?.formats?.[column];
}

export function noteAt(sheet: Sheet, row: number, column: number): string | undefined {
  return sheet.rows[row]?.notes?.[column];
}

/** Whether the cell shows nothing: never written, emptied, or an empty text. */
export function isBlank(value: CellValue): boolean {
  return value === undefined || value === '';
}

const emptyRow: Row = { values: [] };

/** Replaces each row of the span by what `edit` makes of it; rows that come out empty take no room. */
export function editRows(
  sheet: Sheet,
  startRow: number,
  endRow: number,
  edit: (row: Row, rowIndex: number) => Row,
): void {
  for (let index = startRow; index < endRow; index++) {
    const row = edit(sheet.rows[index] ?? emptyRow, index);
    if (isEmptyRow(row)) {
      if (index < sheet.rows.length) sheet.rows[index] = undefined;
    } else {
      while (sheet.rows.length < index) sheet.rows.push(undefined);
      sheet.rows[index] = row;
    }
  }
}

function isEmptyRow({ values, formats, notes }: Row): boolean {
  return formats === undefined && notes === undefined && values.every((value) => value === undefined);
}

/** A copy of `list` with `replacement` laid over it from `start` on, without holes. */
export function overlay<T>(
  list: readonly (T | undefined)[] | undefined,
  start: number,
  replacement: readonly (T | undefined)[],
): (T | undefined)[] {
  const copy = list === undefined ? [] : list.slice();
  while (copy.length < start) copy.push(undefined);
  for (let index = 0; index < replacement.length; index++) copy[start + index] = replacement[index];
  return copy;
}

/** The list, or undefined when it holds nothing, so that a row without notes keeps no list of notes. */
export function unlessEmpty<T>(list: (T | undefined)[]): (T | undefined)[] | undefined {
  return list.some((entry) => entry !== undefined) ? list : undefined;
}

/** Writes a block of values; `null` leaves a cell as it is, an empty text empties it. */
export function writeValues(
  sheet: Sheet,
  startRow: number,
  startColumn: number,
  block: readonly (readonly (CellValue | null)[])[],
): void {
  editRows(sheet, startRow, startRow + block.length, (row, rowIndex) => {
    const values = row.values.slice();
    const replacement = block[rowIndex - startRow] ?? [];
    while (values.length < startColumn) values.push(undefined);
    for (let index = 0; index < replacement.length; index++) {
      const value = replacement[index];
      if (value === null) {
        if (startColumn + index >= values.length) values.push(undefined);
      } else {
        values[startColumn + index] = value === '' ? undefined : value;
      }
    }
    return { ...row, values };
  });
}

/** Removes the values of a rectangle and leaves formats and notes. */
export function clearValues(sheet: Sheet, rectangle: Rectangle): void {
  editRows(sheet, rectangle.startRow, Math.min(rectangle.endRow, sheet.rows.length), (row) => {
    const values = row.values.slice();
    const end = Math.min(rectangle.endColumn, values.length);
    for (let column = rectangle.startColumn; column < end; column++) values[column] = undefined;
    return { ...row, values };
  });
}

/**
 * Replaces the format of every cell of a rectangle. Rows that had the same list of formats get the same new list, so
 * a colour on a whole column costs one list and not one a row.
 */
export function patchFormats(
  sheet: Sheet,
  { startRow, endRow, startColumn, endColumn }: Rectangle,
  patch: (format: CellFormat | undefined) => CellFormat | undefined,
): void {
  const patchedLists = new Map<Row['formats'], Row['formats']>();
  const patchedCells = new Map<CellFormat | undefined, CellFormat | undefined>();
  const patchCell = (format: CellFormat | undefined) => {
    if (!patchedCells.has(format)) patchedCells.set(format, patch(format));
    return patchedCells.get(format);
  };
  const patchList = (formats: Row['formats']) => {
    const old = Array.from({ length: endColumn - startColumn }, (_, index) => formats?.[startColumn + index]);
    return unlessEmpty(overlay(formats, startColumn, old.map(patchCell)));
  };
  editRows(sheet, startRow, endRow, (row) => {
    if (!patchedLists.has(row.formats)) patchedLists.set(row.formats, patchList(row.formats));
    return { ...row, formats: patchedLists.get(row.formats) };
  });
}

/** Index after the last row that shows a value, over the whole tab. */
export function dataRowCount(sheet: Sheet): number {
  for (let index = sheet.rows.length; index > 0; index--) {
    if (sheet.rows[index - 1]?.values.some((value) => isFormula(value) || !isBlank(value))) return index;
  }
  return 0;
}

/** What a rectangle of cells holds, as lists of rows that all have the rectangle's width. */
export interface CellBlock {
  readonly rows: readonly {
    readonly values: readonly CellValue[];
    readonly formats: readonly (CellFormat | undefined)[] | undefined;
    readonly notes: readonly (string | undefined)[] | undefined;
  }[];
}

/** Copies the cells of a rectangle out of a tab. */
export function readBlock(sheet: Sheet, { startRow, endRow, startColumn, endColumn }: Rectangle): CellBlock {
  const width = endColumn - startColumn;
  const cut = <T>(list: readonly (T | undefined)[] | undefined): (T | undefined)[] =>
    Array.from({ length: width }, (_, index) => list?.[startColumn + index]);
  const rows = [];
  for (let index = startRow; index < endRow; index++) {
    const row = sheet.rows[index];
    rows.push({
      values: cut<Exclude<CellValue, undefined>>(row?.values),
      formats: row?.formats === undefined ? undefined : cut(row.formats),
      notes: row?.notes === undefined ? undefined : cut(row.notes),
    });
  }
  return { rows };
}

/** Which parts of a cell an operation touches. */
export interface CellParts {
  readonly values: boolean;
  readonly formats: boolean;
  readonly notes: boolean;
}

export const allParts: CellParts = { values: true, formats: true, notes: true };

/** Lays a block over the cells from a corner on; parts that are not asked for stay. */
export function writeBlock(
  sheet: Sheet,
  startRow: number,
  startColumn: number,
  { rows }: CellBlock,
  parts: CellParts = allParts,
): void {
  editRows(sheet, startRow, startRow + rows.length, (row, rowIndex) => {
    const source = rows[rowIndex - startRow];
    if (source === undefined) return row;
    const width = source.values.length;
    return {
      values: parts.values ? overlay(row.values, startColumn, source.values) : row.values,
      formats: parts.formats ? overlayPart(row.formats, startColumn, width, source.formats) : row.formats,
      notes: parts.notes ? overlayPart(row.notes, startColumn, width, source.notes) : row.notes,
    };
  });
}

function overlayPart<T>(
  list: readonly (T | undefined)[] | undefined,
  start: number,
  width: number,
  replacement: readonly (T | undefined)[] | undefined,
): readonly (T | undefined)[] | undefined {
  if (replacement === undefined && list === undefined) return undefined;
  const blank: (T | undefined)[] = Array.from({ length: width }, () => undefined);
  return unlessEmpty(overlay(list, start, replacement ?? blank));
}
