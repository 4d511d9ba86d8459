import { Buffer } from 'node:buffer';
import { type ConvertValue, createConverter, type TargetColumn } from './convert-value.ts';
import type { CopyCommand } from './copy-command.ts';
import { type LoadErrorRow, LoadProblem } from './load-problem.ts';
import { readRows, type SourceRow } from './read-rows.ts';
import { InvalidTextError, type SourceFile } from './read-source.ts';

const CHUNK_CHARACTERS = 65_536;

/** What became of the rows so far. */
export interface LoadTally {
  rows: number;
  readonly errors: LoadErrorRow[];
  /** Where each row that was sent came from, for errors that PostgreSQL finds; the first row of each file. */
  readonly starts: { readonly url: string; readonly firstRow: number }[];
}

/** More rows failed than MAXERROR allows. */
export class TooManyErrors extends Error {}

/**
 * Reads files into CSV for PostgreSQL, in chunks of about 64 KiB; rows that cannot be loaded are put into the tally.
 *
 * @throws TooManyErrors
 */
export async function* loadFiles(
  files: readonly SourceFile[],
  command: CopyCommand,
  columns: readonly TargetColumn[],
  tally: LoadTally,
): AsyncGenerator<Buffer, void, undefined> {
  const converters = columns.map((column) => createConverter(column, command));
  const names = columns.map(({ name }) => name);
  let chunk = '';
  for (const file of files) {
    tally.starts.push({ url: file.url, firstRow: tally.rows + 1 });
    for await (const row of guarded(readRows(file, command, names))) {
      const line = convertRow(row, file, columns, converters, tally);
      if (tally.errors.length > Math.max(command.maxError - 1, 0)) throw new TooManyErrors();
      if (line === undefined) continue;
      tally.rows += 1;
      chunk += line;
      if (chunk.length < CHUNK_CHARACTERS) continue;
      yield Buffer.from(chunk);
      chunk = '';
    }
  }
  if (chunk !== '') yield Buffer.from(chunk);
}

/** Text that is no UTF-8, or no CSV, ends the file. */
async function* guarded(rows: AsyncGenerator<SourceRow>): AsyncGenerator<SourceRow, void, undefined> {
  let lineNumber = 0;
  try {
    for await (const row of rows) {
      lineNumber = row.lineNumber;
      yield row;
    }
  } catch (error) {
    const isCsvError = error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
    if (!(error instanceof InvalidTextError) && !isCsvError) throw error;
    const problem = isCsvError
      ? new LoadProblem(1214, 'Delimiter not found')
      : new LoadProblem(1220, 'String contains invalid or unsupported UTF8 codepoints');
    yield { lineNumber: lineNumber + 1, fields: [], raw: '', problem };
  }
}

function convertRow(
  row: SourceRow,
  file: SourceFile,
  columns: readonly TargetColumn[],
  converters: readonly ConvertValue[],
  tally: LoadTally,
): string | undefined {
  let at = 0;
  try {
    if (row.problem !== undefined) throw row.problem;
    let line = '';
    for (const convert of converters) {
      const field = row.fields[at];
      const value = field === undefined ? missingValue(columns[at]) : convert(field);
      line += `${at === 0 ? '' : ','}${value === null ? '' : `"${value.replaceAll('"', '""')}"`}`;
      at += 1;
    }
    return `${line}\n`;
  } catch (error) {
    if (!(error instanceof LoadProblem)) throw error;
    const column = row.problem === undefined ? columns[at] : undefined;
    tally.errors.push({
      filename: file.url,
      lineNumber: row.lineNumber,
      column: column?.name ?? '',
      type: shortType(column?.type ?? ''),
      columnLength: /\((.*)\)/.exec(column?.type ?? '')?.[1] ?? '0',
      rawLine: row.raw.slice(0, 1024),
      rawValue: (row.fields[at] ?? '').slice(0, 1024),
      code: error.code,
      reason: error.message,
    });
    return undefined;
  }
}

function missingValue(column: TargetColumn | undefined): null {
  if (column?.isRequired === true) throw new LoadProblem(1213, 'Missing data for not-null field');
  return null;
}

/** As STL_LOAD_ERRORS names them, in at most ten characters. */
function shortType(type: string): string {
  if (type.startsWith('character varying')) return 'varchar';
  if (type.startsWith('timestamp with ')) return 'timestamptz'.slice(0, 10);
  return type.replace(/\(.*$/, '').slice(0, 10);
}
