import { PermanentError } from '../../errors/index.ts';
import { type ColumnType, parseDeclaredType } from '../column-type.ts';
import type { Column } from '../connection.ts';
import { createEncoder } from '../encode/create-encoder.ts';
import {
  createTally,
  type EncodedRows,
  type EncodingTally,
  encodeRows,
  type RowReading,
} from '../encode/encode-rows.ts';
import type { EncodedColumn } from '../encode/row-encoder.ts';
import { quoteIdentifier } from '../identifiers.ts';
import { ColumnProfile } from '../infer/column-profile.ts';
import { createInferringEncoder, createMeasuringEncoder } from '../infer/inferring-encoder.ts';
import type { LoadOptions } from '../warehouse.ts';
import { whyRequired } from './known-columns.ts';
import { RowSpool } from './row-spool.ts';

/** A column whose type was declared or found, or the one of an existing table whose lengths were measured. */
export interface InferredColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Of a text column: the longest value in bytes. */
  readonly maxBytes: number;
}

/** Rows that were read to the end, so that the types of their columns are known. */
export interface InferredRows extends AsyncDisposable {
  readonly columns: readonly InferredColumn[];
  readonly tally: EncodingTally;
  readonly encoded: EncodedRows;
}

export interface InferOptions extends LoadOptions {
  readonly key?: readonly string[];
  readonly rowNumberColumn?: string;
  /** The columns of the table that the rows will go to, if it is there: their types are given. */
  readonly existing?: readonly Column[];
  /** What stands for null in the CSV. */
  readonly nullField: string;
}

/** Reads rows once into a temporary file and finds the types of their columns over all of them; memory stays flat. */
export async function inferRows(
  reading: RowReading,
  {
    columnTypes = {},
    existing = [],
    key = [],
    nullField,
    rejected,
    rowNumberColumn,
    strictLength = false,
  }: InferOptions,
): Promise<InferredRows> {
  assertDeclaredColumnsExist(Object.keys(columnTypes), reading.columns);
  const profiles = new Map(reading.columns.map((name) => [name, new ColumnProfile()]));
  const givenType = (name: string): ColumnType | undefined => {
    const declared = columnTypes[name];
    const column = existing.find((candidate) => candidate.name === name);
    return column?.type ?? (declared === undefined ? undefined : parseDeclaredType(declared, name));
  };

  function describeColumn(name: string): EncodedColumn {
    quoteIdentifier(name);
    const column = existing.find((candidate) => candidate.name === name);
    const profile = profiles.get(name) ?? new ColumnProfile();
    const encode = createEncoderFor(givenType(name), profile, column !== undefined);
    return { name, encode, whyRequired: whyRequired(name, key, column) };
  }

  const tally = createTally();
  const plan = { describeColumn, rowNumberColumn, rejected, key, nullField };
  const { columns, chunks } = encodeRows(reading, plan, tally);
  const spool = await RowSpool.fill(chunks);
  return {
    columns: [...profiles].map(([name, profile]) => ({
      name,
      type: givenType(name) ?? (strictLength ? profile.strictType : profile.type),
      maxBytes: profile.maxBytes,
    })),
    tally,
    encoded: { columns, chunks: spool.chunks() },
    [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose](),
  };
}

/** Text columns of an existing table can be widened, so their values are measured and not refused. */
function createEncoderFor(type: ColumnType | undefined, profile: ColumnProfile, isExisting: boolean) {
  if (type === undefined) return createInferringEncoder(profile);
  return type.kind === 'varchar' && isExisting ? createMeasuringEncoder(profile) : createEncoder(type);
}

/** A misspelt name would otherwise be ignored, and the column get a type that nobody wanted. */
function assertDeclaredColumnsExist(declared: readonly string[], columns: readonly string[]): void {
  const missing = declared.filter((name) => !columns.includes(name));
  if (missing.length === 0) return;
  throw new PermanentError(
    `columnTypes names ${missing.join(', ')}, but the rows have only ${columns.join(', ')}`,
  );
}
