import { PermanentError } from '../../errors/index.ts';
import { batchRowCount, createRowSource, type RowSource } from '../row-source.ts';
import { type DeclaredColumns, declaredColumns } from './from-rows.ts';

/** Rows one by one, put into batches. Each row of an async iterable costs a promise; see fromBatches for many rows. */
export function fromIterable<R extends object>(
  open: () => Iterable<R> | AsyncIterable<R>,
  declared: DeclaredColumns,
): RowSource<R> {
  const openNew = refuseSpent(open);
  return createRowSource({
    columns: () => declaredColumns(declared),
    batches: () => {
      const rows = openNew();
      return Symbol.asyncIterator in rows ? collectAsync(rows) : collect(rows);
    },
  });
}

/** Batches as they come (pages of an API, blocks of a cursor); empty ones are left out. */
export function fromBatches<R extends object>(
  open: () => AsyncIterable<R[]>,
  declared: DeclaredColumns,
): RowSource<R> {
  const openNew = refuseSpent(open);
  return createRowSource({
    columns: () => declaredColumns(declared),
    batches: async function* () {
      for await (const batch of openNew()) {
        if (batch.length > 0) yield batch;
      }
    },
  });
}

async function* collect<R>(rows: Iterable<R>): AsyncGenerator<R[]> {
  let batch: R[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === batchRowCount) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function* collectAsync<R>(rows: AsyncIterable<R>): AsyncGenerator<R[]> {
  let batch: R[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === batchRowCount) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** A generator can be read once: the second read of the same one would silently be an empty table. */
function refuseSpent<T extends object>(open: () => T): () => T {
  let last: T | undefined;
  return () => {
    const opened = open();
    if (opened === last && 'next' in opened) {
      throw new PermanentError(
        'a table was read twice, but its source gave the same iterator, which is used up; give a function that begins anew, such as () => rows()',
      );
    }
    last = opened;
    return opened;
  };
}
