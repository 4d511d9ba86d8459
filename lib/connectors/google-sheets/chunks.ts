import type { EncodedRow } from './encoded-rows.ts';

/** A group of rows to be written at once. */
export interface Chunk<Row extends EncodedRow = EncodedRow> {
  readonly rows: readonly Row[];
  readonly isLast: boolean;
}

export interface ChunkLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly bytesOf: (row: EncodedRow) => number;
}

/**
 * Groups rows into chunks that stay within both limits (a single row may exceed the bytes) and tells the last one, which costs
 * holding one chunk back. No rows, no chunk.
 */
export async function* chunkRows<Row extends EncodedRow>(
  batches: AsyncIterable<readonly Row[]>,
  limits: ChunkLimits,
): AsyncGenerator<Chunk<Row>> {
  let held: readonly Row[] | undefined;
  for await (const rows of groupRows(batches, limits)) {
    if (held !== undefined) yield { rows: held, isLast: false };
    held = rows;
  }
  if (held !== undefined) yield { rows: held, isLast: true };
}

async function* groupRows<Row extends EncodedRow>(
  batches: AsyncIterable<readonly Row[]>,
  { maxRows, maxBytes, bytesOf }: ChunkLimits,
): AsyncGenerator<readonly Row[]> {
  let rows: Row[] = [];
  let bodyBytes = 0;
  for await (const batch of batches) {
    for (const row of batch) {
      const rowBytes = bytesOf(row);
      if (rows.length > 0 && (rows.length >= maxRows || bodyBytes + rowBytes > maxBytes)) {
        yield rows;
        rows = [];
        bodyBytes = 0;
      }
      rows.push(row);
      bodyBytes += rowBytes;
    }
  }
  if (rows.length > 0) yield rows;
}

/** Bytes of a row as `values.update` carries it: plain JSON values. */
export function plainBytes({ cells }: EncodedRow): number {
  return Buffer.byteLength(JSON.stringify(cells)) + 1;
}
