import { Buffer } from 'node:buffer';
import { RejectedRowError } from '../../errors/index.ts';
import type { RejectedRows } from '../../table/index.ts';
import type { EncodeState } from './encoder.ts';
import { createRowEncoder, type EncodedColumn, type RowEncoder } from './row-encoder.ts';

/** Messages of 64 KiB are three times as fast as one a row, and larger ones gain nothing. */
const CHUNK_LENGTH = 65_536;

/** Rows as CSV: what `COPY` takes. */
export interface EncodedRows {
  readonly columns: readonly string[];
  readonly chunks: AsyncIterable<Buffer>;
}

/** One read of a table, with its columns. */
export interface RowReading {
  readonly columns: readonly string[];
  batches(): AsyncIterable<readonly object[]>;
}

export interface EncodingPlan {
  /** How a column of the input is encoded. @throws PermanentError when the target has no such column. */
  describeColumn(name: string): EncodedColumn;
  /** Adds a column of this name with the row's number in the input, counted from 1. */
  readonly rowNumberColumn?: string | undefined;
  /** Collects rows that cannot be stored; without it the first one is thrown. */
  readonly rejected?: RejectedRows | undefined;
  /** The columns whose values name a rejected row. */
  readonly key?: readonly string[] | undefined;
  /** What stands for null; nothing at all by default. */
  readonly nullField?: string;
}

/** What has been encoded so far. */
export interface EncodingTally extends EncodeState {
  read: number;
  rejected: number;
}

export function createTally(): EncodingTally {
  return { read: 0, rejected: 0, reason: '', replacedCharacters: 0 };
}

/** Encodes rows as CSV while they are read, in chunks of whole rows; holds one batch of rows and one chunk at a time. */
export function encodeRows(reading: RowReading, plan: EncodingPlan, tally: EncodingTally): EncodedRows {
  const encoder = createRowEncoder(
    reading.columns.map((name) => plan.describeColumn(name)),
    tally,
    plan.nullField,
  );
  const { rowNumberColumn } = plan;
  return {
    columns: rowNumberColumn === undefined ? reading.columns : [...reading.columns, rowNumberColumn],
    chunks: encodeBatches(reading.batches(), encoder, plan, tally),
  };
}

async function* encodeBatches(
  batches: AsyncIterable<readonly object[]>,
  encoder: RowEncoder,
  plan: EncodingPlan,
  tally: EncodingTally,
): AsyncGenerator<Buffer, void, undefined> {
  let text = '';
  for await (const batch of batches) {
    for (const row of batch) {
      // Every object can be looked at as cells by name; the table's own type vouches for which.
      text += encodeRow(row as Row, encoder, plan, tally);
      if (text.length >= CHUNK_LENGTH) {
        yield Buffer.from(text);
        text = '';
      }
    }
  }
  if (text !== '') yield Buffer.from(text);
}

type Row = Readonly<Record<string, unknown>>;

/** The row's line, empty if it was rejected. */
function encodeRow(
  row: Row,
  encoder: RowEncoder,
  { rejected, key, rowNumberColumn }: EncodingPlan,
  tally: EncodingTally,
): string {
  tally.read += 1;
  try {
    const line = encoder.encode(row, tally.read);
    return rowNumberColumn === undefined ? `${line}\n` : `${line},${tally.read}\n`;
  } catch (error) {
    if (rejected === undefined || !(error instanceof RejectedRowError)) throw error;
    tally.rejected += 1;
    rejected.add(error, keyText(row, key));
    return '';
  }
}

/** What names a row to people: the values of its key, none if one of them is empty. */
function keyText(row: Row, key: readonly string[] | undefined): string | undefined {
  const values = key?.map((name) => row[name]);
  if (values === undefined || values.some((value) => value === undefined || value === null)) return undefined;
  return values.map(String).join(', ');
}
