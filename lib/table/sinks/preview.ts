import { ColumnUnion } from '../columns.ts';
import { displayWidth, fitToWidth } from '../display-width.ts';
import { toJson } from '../json.ts';
import { cellsOf } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { head } from '../verbs/select-rows.ts';

const widestCell = 40;

/** The first rows as text for people, one line each. Reads no more than these rows and one. */
export async function preview(input: RowSource<object>, rowCount: number): Promise<string> {
  const rows: object[] = [];
  for await (const batch of head(input, rowCount + 1).batches()) rows.push(...batch);
  const shown = rows.slice(0, rowCount);
  const columns = (await input.columns()) ?? columnsOf(shown);
  if (columns.length === 0) return '(no columns, no rows)';
  const body = columns.map((column) => layColumn(column, shown));
  const lines = Array.from({ length: shown.length + 2 }, (_, line) =>
    body
      .map((cells) => cells[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  if (shown.length === 0) lines.push('(no rows)');
  if (rows.length > rowCount) lines.push('…');
  return lines.join('\n');
}

function columnsOf(rows: readonly object[]): readonly string[] {
  const union = new ColumnUnion();
  for (const row of rows) union.add(row);
  return union.columns;
}

/** Name, rule and cells of one column, all of one width; numbers stand at the right. */
function layColumn(column: string, rows: readonly object[]): readonly string[] {
  const values = rows.map((row) => cellsOf(row)[column]);
  const isNumeric = values.some((value) => typeof value === 'number' || typeof value === 'bigint');
  const texts = [column, ...values.map(cellText)].map((text) => fitToWidth(printable(text), widestCell));
  const width = Math.max(...texts.map(displayWidth));
  const [name = '', ...cells] = texts.map((text) => {
    const padding = ' '.repeat(width - displayWidth(text));
    return isNumeric ? padding + text : text + padding;
  });
  return [name, '-'.repeat(width), ...cells];
}

function cellText(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  return toJson(value) ?? typeof value;
}

/** Line breaks would tear the lines, and escape sequences would reach the terminal. */
function printable(text: string): string {
  return text.replace(/\r?\n/g, '⏎').replace(/\p{Control}/gu, '�');
}
