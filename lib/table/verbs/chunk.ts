import type { RowSource } from '../row-source.ts';
import { requireRowCount } from './select-rows.ts';

/** Lists of `rowCount` rows (the last may be shorter), from one read. Buffers one list and a batch. */
export function chunkRows<R extends object>(input: RowSource<R>, rowCount: number): AsyncIterable<R[]> {
  requireRowCount('chunk', rowCount, 1);
  return cutInto(input, rowCount);
}

async function* cutInto<R extends object>(input: RowSource<R>, rowCount: number): AsyncGenerator<R[]> {
  let chunk: R[] = [];
  for await (const batch of input.batches()) {
    for (const row of batch) {
      chunk.push(row);
      if (chunk.length === rowCount) {
        yield chunk;
        chunk = [];
      }
    }
  }
  if (chunk.length > 0) yield chunk;
}
