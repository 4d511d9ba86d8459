import { PermanentError } from '../../errors/index.ts';
import { deriveRows } from '../derive-rows.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';

export function selectRows<R extends object>(
  input: RowSource<R>,
  isSelected: (row: R, rowNumber: number) => boolean,
): RowSource<R> {
  return deriveRows(input, {
    verb: 'selectRows',
    columns: (known) => known,
    start: (reject) => (batch, firstRowNumber) =>
      batch.filter((row, index) => {
        try {
          return isSelected(row, firstRowNumber + index);
        } catch (error) {
          reject(error, row, firstRowNumber + index);
          return false;
        }
      }),
  });
}

/** The first rows. Stops the source as soon as it has them. */
export function head<R extends object>(input: RowSource<R>, rowCount: number): RowSource<R> {
  requireRowCount('head', rowCount, 0);
  return createRowSource({
    columns: () => input.columns(),
    batches: async function* () {
      let left = rowCount;
      if (left === 0) return;
      for await (const batch of input.batches()) {
        yield batch.length <= left ? batch : batch.slice(0, left);
        left -= batch.length;
        if (left <= 0) return;
      }
    },
  });
}

/** The last rows. Buffers that many and a batch. */
export function tail<R extends object>(input: RowSource<R>, rowCount: number): RowSource<R> {
  requireRowCount('tail', rowCount, 0);
  return createRowSource({
    columns: () => input.columns(),
    batches: async function* () {
      let last: R[] = [];
      for await (const batch of input.batches()) {
        for (const row of batch) last.push(row);
        // Cut only now and then, so that each row is moved a bounded number of times.
        if (last.length > 2 * rowCount + 1000) last = lastOf(last, rowCount);
      }
      yield* inBatches(lastOf(last, rowCount));
    },
  });
}

function lastOf<R>(rows: readonly R[], rowCount: number): R[] {
  return rows.slice(Math.max(0, rows.length - rowCount));
}

export function requireRowCount(verb: string, rowCount: number, least: number): void {
  if (Number.isInteger(rowCount) && rowCount >= least) return;
  throw new PermanentError(
    `${verb}: the number of rows must be a whole number from ${least}, not ${rowCount}`,
  );
}
