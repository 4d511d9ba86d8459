import { RejectedRowError } from '../../errors/index.ts';
import { toKey } from './cells.ts';
import { type Chunk, chunkRows, plainBytes } from './chunks.ts';
import { type EncodedRow, encodeRows, type ReadCounts, reject, type TableReading } from './encoded-rows.ts';
import { MAX_CHUNK_ROWS } from './limits.ts';
import type { KeyedWriteOptions } from './write-options.ts';

/** Rows of this many bytes are held in memory at a time. */
const MAX_CHUNK_BYTES = 8_000_000;

export interface KeyedRow extends EncodedRow {
  readonly key: string;
}

/**
 * The table's rows with their keys, in chunks of at most 10,000 rows. A row without a key goes to `rejected`.
 *
 * @throws RejectedRowError for a row without key, or with a value that no cell can hold, when there is no `rejected`.
 */
export async function* readKeyedChunks(
  reading: TableReading,
  options: KeyedWriteOptions,
  counts: ReadCounts,
): AsyncGenerator<Chunk<KeyedRow>> {
  const limits = { maxRows: MAX_CHUNK_ROWS, maxBytes: MAX_CHUNK_BYTES, bytesOf: plainBytes };
  yield* chunkRows(withKeys(reading, options, counts), limits);
}

async function* withKeys(
  reading: TableReading,
  { key: column, rejected }: KeyedWriteOptions,
  counts: ReadCounts,
): AsyncGenerator<KeyedRow[]> {
  const keyPosition = reading.columns.indexOf(column);
  for await (const rows of encodeRows(reading, counts, rejected)) {
    yield rows.flatMap((row) => {
      const key = toKey(row.cells[keyPosition]);
      if (key !== undefined) return [{ ...row, key }];
      reject(
        new RejectedRowError({ rowNumber: row.rowNumber, column, reason: 'the key is empty' }),
        counts,
        rejected,
      );
      return [];
    });
  }
}
