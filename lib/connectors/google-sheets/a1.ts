/** Columns end at ZZZ. Source: Google's help page on spreadsheet limits. */
const lastColumnIndex = 18_277;

/** `A` for 0, `Z` for 25, `AA` for 26. */
export function columnLetters(columnIndex: number): string {
  if (!Number.isInteger(columnIndex) || columnIndex < 0 || columnIndex > lastColumnIndex) {
    throw new RangeError(`there is no column with the index ${columnIndex}`);
  }
  let letters = '';
  for (let left = columnIndex + 1; left > 0; left = Math.floor((left - 1) / 26)) {
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  }
  return letters;
}

/** A block of cells: indexes from 0, ends exclusive; a missing end means as far as the grid goes. */
export interface Block {
  readonly startRow: number;
  readonly endRow?: number;
  readonly startColumn: number;
  readonly endColumn: number;
}

/**
 * The block in A1 notation, the title always quoted: a bare title that looks like a cell, such as `Q3`, would be read as one.
 *
 * Source: Sheets API guide, "A1 notation".
 */
export function a1Range(title: string, { startRow, endRow, startColumn, endColumn }: Block): string {
  const start = `${columnLetters(startColumn)}${startRow + 1}`;
  const end = `${columnLetters(endColumn - 1)}${endRow ?? ''}`;
  return `${quoteTitle(title)}!${start}:${end}`;
}

/** One cell as an anchor: written values may extend to the right of it and below it. */
export function a1Cell(title: string, rowIndex: number, columnIndex: number): string {
  return `${quoteTitle(title)}!${columnLetters(columnIndex)}${rowIndex + 1}`;
}

/** A single quote inside a title is doubled. */
export function quoteTitle(title: string): string {
  return `'${title.replaceAll("'", "''")}'`;
}
