import type { Writable } from 'node:stream';
import { ColumnUnion } from './columns.ts';
import { withChecked } from './derive-rows.ts';
import { openReading, type Reading } from './reading.ts';
import { RowIterator } from './row-iterator.ts';
import type { RowSource } from './row-source.ts';
import { type CellType, columnTypes } from './sinks/column-types.ts';
import { preview } from './sinks/preview.ts';
import { type CsvWriteOptions, toCsv } from './sinks/to-csv.ts';
import { toJsonLines } from './sinks/to-json-lines.ts';
import type { SpoolOptions } from './spool.ts';
import type { Column } from './types.ts';

/** A table as something to read. Every call here begins a new read of the source, from its first row. */
export class TableReader<R extends object> implements AsyncIterable<R> {
  /** What is read; verbs build on it. */
  readonly source: RowSource<R>;

  constructor(source: RowSource<R>) {
    this.source = source;
  }

  /**
   * The rows in lists, as they arrive: the fast way to read, one promise per list instead of one per row. No list is
   * empty. Streams. Do not change the rows: they may be those of the source.
   */
  batches(): AsyncIterable<R[]> {
    return this.source.batches();
  }

  /** The rows one by one. Streams. Costs a promise per row; for many rows use `batches`. */
  [Symbol.asyncIterator](): AsyncIterableIterator<R> {
    return new RowIterator(this.source.batches());
  }

  /**
   * A read whose columns are known before its first row, for whatever writes by column. Streams where the columns are
   * known; otherwise puts the rows aside first (10,000 in memory, more in a temporary file). Use with `await using`.
   */
  open(options: SpoolOptions = {}): Promise<Reading<R>> {
    return openReading(this.source, options);
  }

  /** All rows. Buffers them. */
  async toArray(): Promise<R[]> {
    const rows: R[] = [];
    for await (const batch of this.source.batches()) {
      for (const row of batch) rows.push(row);
    }
    return rows;
  }

  /** Reads all rows, keeps none. */
  async numRows(): Promise<number> {
    let count = 0;
    for await (const batch of this.source.batches()) count += batch.length;
    return count;
  }

  /** The columns in order. Reads all rows, keeping none, where the columns are not known. */
  async columns(): Promise<readonly string[]> {
    const known = await this.source.columns();
    if (known !== undefined) return known;
    const union = new ColumnUnion();
    for await (const batch of this.source.batches()) {
      for (const row of batch) union.add(row);
    }
    return union.columns;
  }

  /** The types that occur in each column. Reads all rows once, for all columns together. */
  columnTypes(): Promise<ReadonlyMap<string, ReadonlySet<CellType>>> {
    return columnTypes(this.source);
  }

  /** All cells of one column; undefined where a row leaves it out. Buffers them. */
  async column<C extends Column<R>>(column: C): Promise<R[C][]> {
    const cells: R[C][] = [];
    for await (const batch of withChecked(this.source, 'column', [column]).batches()) {
      for (const row of batch) cells.push(row[column]);
    }
    return cells;
  }

  /**
   * Writes CSV to a stream or a file (packed when it ends in `.gz`) and returns the number of rows. Null is an empty
   * field, the empty text is `""`, dates are ISO texts in UTC, lists and dicts are JSON. Streams, see `open`.
   * @throws PermanentError when the file cannot be written; RejectedRowError for an invalid date.
   */
  toCsv(target: string | Writable, options: CsvWriteOptions = {}): Promise<number> {
    return toCsv(this.source, target, options);
  }

  /**
   * Writes one JSON object per line to a stream or a file (packed when it ends in `.gz`); returns the number of rows. Streams.
   * @throws as `toCsv`.
   */
  toJsonLines(target: string | Writable): Promise<number> {
    return toJsonLines(this.source, target);
  }

  /** The first rows as aligned text for people; cells are cut at 40 characters. Reads these rows and one more. */
  preview(rowCount = 10): Promise<string> {
    return preview(this.source, rowCount);
  }
}
