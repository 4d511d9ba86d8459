import { describe, expect, test } from 'vitest';
import { chunkRows, plainBytes } from '../../../../lib/connectors/google-sheets/chunks.ts';
import type { EncodedRow } from '../../../../lib/connectors/google-sheets/encoded-rows.ts';

const row = (rowNumber: number): EncodedRow => ({ rowNumber, cells: ['x'.repeat(10)] });

async function* batchesOf(...sizes: number[]): AsyncGenerator<EncodedRow[]> {
  let rowNumber = 0;
  for (const size of sizes) yield Array.from({ length: size }, () => row(++rowNumber));
}

async function shapeOf(batches: AsyncIterable<EncodedRow[]>, maxRows: number, maxBytes: number) {
  const chunks = await Array.fromAsync(chunkRows(batches, { maxRows, maxBytes, bytesOf: plainBytes }));
  return chunks.map(({ rows, isLast }) => [rows.length, isLast]);
}

describe('chunkRows', () => {
  test('bounds the rows and tells the last chunk', async () => {
    expect(await shapeOf(batchesOf(3, 3, 1), 3, 1000)).toEqual([
      [3, false],
      [3, false],
      [1, true],
    ]);
  });

  test('bounds the bytes', async () => {
    expect(await shapeOf(batchesOf(4), 100, 31)).toEqual([
      [2, false],
      [2, true],
    ]);
  });

  test('lets a single row exceed the bytes', async () => {
    expect(await shapeOf(batchesOf(2), 100, 1)).toEqual([
      [1, false],
      [1, true],
    ]);
  });

  test('yields nothing for no rows', async () => {
    expect(await shapeOf(batchesOf(0, 0), 3, 1000)).toEqual([]);
  });
});
