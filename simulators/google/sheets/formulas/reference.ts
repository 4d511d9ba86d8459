import { columnIndex, columnName, quoteTitle, splitTitle } from '../a1.ts';

/** One end of a reference; a side that was not written (as in `A:C`) is undefined. */
export interface ReferenceEnd {
  readonly column: number | undefined;
  readonly row: number | undefined;
  readonly columnFixed: boolean;
  readonly rowFixed: boolean;
}

/** A reference inside a formula: `$H2`, `A2:A`, `'My Tab'!A1:B2`. Indexes from 0, both ends inclusive. */
export interface Reference {
  readonly title: string | undefined;
  readonly start: ReferenceEnd;
  readonly end: ReferenceEnd | undefined;
}

/** Reads a reference token. */
export function parseReference(text: string): Reference {
  const split = splitTitle(text) ?? { title: undefined, rest: text };
  const [start = '', end] = split.rest.split(':');
  return { title: split.title, start: parseEnd(start), end: end === undefined ? undefined : parseEnd(end) };
}

function parseEnd(text: string): ReferenceEnd {
  const match = /^(\$?)([A-Za-z]*)(\$?)(\d*)$/u.exec(text);
  const [, firstDollar = '', letters = '', secondDollar = '', digits = ''] = match ?? [];
  return {
    column: letters === '' ? undefined : columnIndex(letters),
    row: digits === '' ? undefined : Number(digits) - 1,
    columnFixed: letters !== '' && firstDollar === '$',
    rowFixed: secondDollar === '$' || (letters === '' && firstDollar === '$'),
  };
}

export function formatReference({ title, start, end }: Reference): string {
  const cells = end === undefined ? formatEnd(start) : `${formatEnd(start)}:${formatEnd(end)}`;
  return title === undefined ? cells : `${quoteTitle(title)}!${cells}`;
}

function formatEnd({ column, row, columnFixed, rowFixed }: ReferenceEnd): string {
  const columnText = column === undefined ? '' : `${columnFixed ? '$' : ''}${columnName(column)}`;
  return columnText + (row === undefined ? '' : `${rowFixed ? '$' : ''}${row + 1}`);
}
