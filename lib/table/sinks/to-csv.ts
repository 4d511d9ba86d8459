import type { Writable } from 'node:stream';
import { toJson } from '../json.ts';
import { openReading } from '../reading.ts';
import { cellsOf } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { writeText } from './text-file.ts';
import { requireValidDate } from './valid-date.ts';

export interface CsvWriteOptions {
  /** Default: a comma. */
  readonly delimiter?: string;
  /** Whether column names come first. Default true. */
  readonly header?: boolean;
  /** Whether the file begins with a byte order mark, which Excel needs to read UTF-8. Default false. */
  readonly byteOrderMark?: boolean;
  /**
   * Puts `'` before texts that a spreadsheet would run as a formula (beginning with = + - @ tab or return), phone
   * numbers with + among them. For files that people open, not for files that programs load. Default false.
   * Source: owasp.org/www-community/attacks/CSV_Injection, read 2026-06.
   */
  readonly neutraliseFormulas?: boolean;
}

/** Returns the number of rows written. Lines end with a line feed. */
export async function toCsv(
  input: RowSource<object>,
  target: string | Writable,
  options: CsvWriteOptions,
): Promise<number> {
  await using reading = await openReading(input);
  let rowCount = 0;
  await writeText(csvText(), target);
  return rowCount;

  async function* csvText(): AsyncGenerator<string> {
    const toField = createFieldWriter(options);
    const { columns } = reading;
    const { delimiter = ',', header = true, byteOrderMark = false } = options;
    if (byteOrderMark) yield '\uFEFF';
    if (header) yield `${columns.map((column) => toField(column)).join(delimiter)}\n`;
    for await (const batch of reading.batches()) {
      let text = '';
      for (const row of batch) {
        rowCount += 1;
        const cells = cellsOf(row);
        for (let index = 0; index < columns.length; index += 1) {
          const column = columns[index] as string;
          if (index > 0) text += delimiter;
          text += fieldOf(toField, cells[column], rowCount, column);
        }
        text += '\n';
      }
      yield text;
    }
  }
}

type FieldWriter = (text: string) => string;

/** Null is nothing at all and the empty text is `""`, so that whatever loads the file can tell them apart. */
function fieldOf(toField: FieldWriter, value: unknown, rowNumber: number, column: string): string {
  switch (typeof value) {
    case 'string':
      return toField(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return '';
    default:
      if (value === null) return '';
      requireValidDate(value, rowNumber, column);
      return toField(value instanceof Date ? value.toISOString() : toJson(value));
  }
}

/** Quotes where a reader would otherwise misread: also `\.` (ends the data of a Postgres COPY) and a leading byte order mark. */
function createFieldWriter({ delimiter = ',', neutraliseFormulas = false }: CsvWriteOptions): FieldWriter {
  const special = new RegExp(
    `["\\r\\n${delimiter.replace(/[\\\]^-]/g, '\\$&')}]|^$|^\\\\\\.$|^\\uFEFF|^\\s|\\s$`,
  );
  return (text) => {
    const safe = neutraliseFormulas && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
}
