import type { Sheet } from './model.ts';

/** A range as written in A1 notation: bounds that were not written are undefined; indexes from 0, half-open. */
export interface A1Range {
  readonly title: string | undefined;
  readonly startRow: number | undefined;
  readonly endRow: number | undefined;
  readonly startColumn: number | undefined;
  readonly endColumn: number | undefined;
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
export function columnName(index: number): string {
  let name = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

/** A -> 0, AA -> 26. Letters only, any case. */
export function columnIndex(name: string): number {
  let index = 0;
  for (const letter of name.toUpperCase()) index = index * 26 + (letter.charCodeAt(0) - 64);
  return index - 1;
}

/**
 * Splits `'My Tab'!A1:B2` into title and cell part. Without an exclamation mark the whole text is in `rest`, because
 * only the spreadsheet knows whether it is a tab, a named range or cells.
 *
 * @returns undefined when a quote is not closed.
 */
export function splitTitle(text: string): { title: string | undefined; rest: string } | undefined {
  if (text.startsWith("'")) {
    const match = /^'((?:[^']|'')*)'(?:!(.*))?$/su.exec(text);
    if (match === null) return undefined;
    return { title: (match[1] ?? '').replaceAll("''", "'"), rest: match[2] ?? '' };
  }
  const mark = text.lastIndexOf('!');
  return mark < 0
    ? { title: undefined, rest: text }
    : { title: text.slice(0, mark), rest: text.slice(mark + 1) };
}

/** Reads the cell part: `A1`, `A1:B2`, `A:C`, `1:2`, `A5:A`, `A1:1`, or R1C1. @returns undefined when it is none of them. */
export function parseCells(text: string): Omit<A1Range, 'title'> | undefined {
  return parseA1Cells(text) ?? parseR1C1Cells(text);
}

function parseA1Cells(text: string): Omit<A1Range, 'title'> | undefined {
  const match = /^\$?([a-z]{1,3})?\$?([1-9]\d*)?(?::\$?([a-z]{1,3})?\$?([1-9]\d*)?)?$/iu.exec(text);
  if (match === null || text === '' || text.endsWith(':') || text.startsWith(':')) return undefined;
  const [, columnText, rowText, endColumnText, endRowText] = match;
  const startColumn = columnText === undefined ? undefined : columnIndex(columnText);
  const startRow = rowText === undefined ? undefined : Number(rowText) - 1;
  if (!text.includes(':')) {
    if (startColumn === undefined || startRow === undefined) return undefined;
    return { startRow, endRow: startRow + 1, startColumn, endColumn: startColumn + 1 };
  }
  const endColumn = endColumnText === undefined ? undefined : columnIndex(endColumnText);
  const endRow = endRowText === undefined ? undefined : Number(endRowText) - 1;
  return { ...ordered(startRow, endRow, 'Row'), ...ordered(startColumn, endColumn, 'Column') };
}

/** `B2:A1` means the same cells as `A1:B2`; the end of an unbounded side stays open. */
function ordered<Side extends 'Row' | 'Column'>(
  start: number | undefined,
  end: number | undefined,
  side: Side,
): Record<`start${Side}` | `end${Side}`, number | undefined> {
  const [low, high] = start !== undefined && end !== undefined && end < start ? [end, start] : [start, end];
  const bounds = { [`start${side}`]: low, [`end${side}`]: high === undefined ? undefined : high + 1 };
  // The two keys are exactly those of the declared type; computed keys lose that.
  return bounds as Record<`start${Side}` | `end${Side}`, number | undefined>;
}

function parseR1C1Cells(text: string): Omit<A1Range, 'title'> | undefined {
  const match = /^R([1-9]\d*)C([1-9]\d*)(?::R([1-9]\d*)C([1-9]\d*))?$/iu.exec(text);
  if (match === null) return undefined;
  const startRow = Number(match[1]) - 1;
  const startColumn = Number(match[2]) - 1;
  return {
    startRow,
    startColumn,
    endRow: match[3] === undefined ? startRow + 1 : Number(match[3]),
    endColumn: match[4] === undefined ? startColumn + 1 : Number(match[4]),
  };
}

/** The title as Google echoes it: quoted only when it needs to be, quotes inside doubled. */
export function quoteTitle(title: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/u.test(title) && parseCells(title) === undefined;
  return plain ? title : `'${title.replaceAll("'", "''")}'`;
}

/** `Sheet1!A1:B2`, or `Sheet1!A1` for one cell. */
export function formatRange(
  sheet: Pick<Sheet, 'title'>,
  {
    startRow,
    endRow,
    startColumn,
    endColumn,
  }: { startRow: number; endRow: number; startColumn: number; endColumn: number },
): string {
  const start = `${columnName(startColumn)}${startRow + 1}`;
  const end = `${columnName(endColumn - 1)}${endRow}`;
  return `${quoteTitle(sheet.title)}!${start === end ? start : `${start}:${end}`}`;
}
