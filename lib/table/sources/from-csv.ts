import { CsvError, type Options, parse } from 'csv-parse';
import { PermanentError, RejectedRowError } from '../../errors/index.ts';
import { requireColumns, requireDistinctNames } from '../columns.ts';
import { type RejectOptions, startRejecting } from '../reject.ts';
import { createRowMaker, type Row } from '../row.ts';
import { createRowSource, type RowSource } from '../row-source.ts';
import { type Input, readChunks } from './input.ts';

export interface CsvReadOptions<C extends string = string, Nulls extends boolean = boolean>
  extends Pick<RejectOptions<Record<C, unknown>>, 'rejected'> {
  /** Columns that the file has to have. They become the row type; the file may have more. */
  readonly columns?: readonly C[];
  /** Default: a comma. */
  readonly delimiter?: string;
  /**
   * Whether an empty field without quotes is null, as `toCsv` writes it; `""` stays the empty text. Default false:
   * both are the empty text. True costs about a fifth of the speed.
   */
  readonly nulls?: Nulls;
}

type CsvCell = string | null;

/**
 * A CSV file with a header row. Streams. Every cell is text, so leading zeros stay. A byte order mark is dropped, blank
 * lines are skipped. A row with more or fewer fields than the header is rejected.
 */
export function fromCsv(input: Input, options: CsvReadOptions): RowSource<Row> {
  const source: RowSource<Row> = createRowSource({
    columns: async () => {
      for await (const records of readRecords(input, options)) return headerOf(records, options);
      throw noHeaderError();
    },
    batches: async function* () {
      const reject = startRejecting(options, source);
      let toRows: ((records: CsvCell[][]) => Row[]) | undefined;
      for await (const records of readRecords(input, options)) {
        toRows ??= createRowReader(headerOf(records, options), reject);
        const rows = toRows(records);
        if (rows.length > 0) yield rows;
      }
      if (toRows === undefined) throw noHeaderError();
    },
  });
  return source;
}

/** Takes the header off the first records. @throws PermanentError for unusable or missing names. */
function headerOf(records: CsvCell[][], { columns = [] }: CsvReadOptions): readonly string[] {
  const header = (records.shift() ?? []).map((name) => name ?? '');
  requireDistinctNames('fromCsv', header);
  requireColumns('fromCsv', columns, header);
  return header;
}

function createRowReader(header: readonly string[], reject: ReturnType<typeof startRejecting>) {
  const emptyRow = createRowMaker(header);
  let rowNumber = 0;
  return (records: CsvCell[][]): Row[] => {
    const rows: Row[] = [];
    for (const cells of records) {
      if (cells.length === 1 && header.length > 1 && (cells[0] ?? '') === '') continue;
      rowNumber += 1;
      if (cells.length !== header.length) {
        const reason = `it has ${cells.length} fields, but the header has ${header.length}`;
        reject(new RejectedRowError({ rowNumber, reason }), {}, rowNumber);
        continue;
      }
      const row = emptyRow();
      for (let index = 0; index < header.length; index += 1) row[header[index] as string] = cells[index];
      rows.push(row);
    }
    return rows;
  };
}

/**
 * The records of each chunk of the file. The parser is written to by hand and its records are caught in `on_record`,
 * because reading its output as a stream would cost a promise per record.
 */
async function* readRecords(
  input: Input,
  { delimiter = ',', nulls = false }: CsvReadOptions,
): AsyncGenerator<CsvCell[][]> {
  let records: CsvCell[][] = [];
  const settings: Options = {
    bom: true,
    delimiter,
    relax_column_count: true,
    on_record: (record: CsvCell[]) => {
      records.push(record);
      return null;
    },
  };
  if (nulls) settings.cast = (cell, { quoting }) => (cell === '' && !quoting ? null : cell);
  const parser = parse(settings);
  // The callbacks of write and end report errors; a listener has to be there all the same.
  parser.on('error', () => {});
  parser.resume();
  try {
    for await (const chunk of readChunks(input)) {
      await settle((done) => parser.write(chunk, done));
      if (records.length > 0) yield records;
      records = [];
    }
    await settle((done) => parser.end(done));
    if (records.length > 0) yield records;
  } catch (error) {
    throw error instanceof CsvError ? unreadableError(error) : error;
  } finally {
    parser.destroy();
  }
}

function settle(start: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error ? reject(error) : resolve()));
  });
}

function noHeaderError(): PermanentError {
  return new PermanentError('fromCsv: the file is empty; it needs at least a header row');
}

/** The message of the parser may repeat cells, so only its code and the line are passed on. */
function unreadableError(error: CsvError): PermanentError {
  const line = typeof error.lines === 'number' ? error.lines : undefined;
  return new PermanentError(`fromCsv: line ${line ?? 'unknown'} is not valid CSV (${error.code})`, {
    facts: { line, code: error.code },
  });
}
