import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { CopyCommand } from './copy-command.ts';
import { LoadProblem } from './load-problem.ts';
import type { SourceFile } from './read-source.ts';

/** One row of a file, before its values are looked at. */
export interface SourceRow {
  readonly lineNumber: number;
  /** A field for each column to load, in order; undefined: the file has none. */
  readonly fields: readonly (string | undefined)[];
  readonly raw: string;
  /** What is wrong with the row as a whole. */
  readonly problem?: LoadProblem;
}

/** Reads the rows of a file, as many fields as there are columns. */
export function readRows(
  file: SourceFile,
  command: CopyCommand,
  columns: readonly string[],
): AsyncGenerator<SourceRow, void, undefined> {
  const { format } = command;
  return format.kind === 'csv' ? readCsv(file, command, columns.length, format) : readJson(file, columns);
}

async function* readCsv(
  file: SourceFile,
  { ignoreHeader, flags }: CopyCommand,
  columnCount: number,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
): AsyncGenerator<SourceRow, void, undefined> {
  const parser = parse({
    delimiter,
    quote,
    relax_column_count: true,
    info: true,
    from_line: ignoreHeader + 1,
  });
  const source = Readable.from(file.text());
  source.on('error', (error) => parser.destroy(error));
  const records: AsyncIterable<{ readonly info: { readonly lines: number }; readonly record: string[] }> =
    source.pipe(parser);
  for await (const { info, record } of records) {
    const isBlank = record.length === 1 && record[0] === '';
    if (isBlank && flags.has('ignoreblanklines')) continue;
    const row = { lineNumber: info.lines, fields: record, raw: record.join(delimiter) };
    if (record.length > columnCount) {
      yield { ...row, problem: new LoadProblem(1202, 'Extra column(s) found') };
    } else if (record.length < columnCount && !flags.has('fillrecord')) {
      yield { ...row, problem: new LoadProblem(1203, 'Delimiter not found') };
    } else {
      yield row;
    }
  }
}

/** One object a line; the keys must be the columns' names in lower case. */
async function* readJson(
  file: SourceFile,
  columns: readonly string[],
): AsyncGenerator<SourceRow, void, undefined> {
  let rest = '';
  let lineNumber = 0;
  const toRow = (raw: string): SourceRow => {
    lineNumber += 1;
    const object = parseObject(raw);
    if (object === undefined) {
      return { lineNumber, fields: [], raw, problem: new LoadProblem(1215, 'Invalid JSON') };
    }
    return { lineNumber, fields: columns.map((name) => fieldText(object[name])), raw };
  };
  for await (const text of file.text()) {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield toRow(line);
  }
  if (rest.trim() !== '') yield toRow(rest);
}

function parseObject(raw: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function fieldText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
