import { compareCells } from '../compare.ts';
import { deriveRows, withChecked } from '../derive-rows.ts';
import { createKeyOf, type Key, keyOfRow } from '../keys.ts';
import { cellsOf } from '../row.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';

export interface DeduplicateOptions<C extends string> {
  /** Of equal keys keep the row with the greatest value in this column, and the first of those. Default: the first row. */
  readonly newest?: C;
}

/** One row per key (no keys: per distinct row), in the order in which the kept rows stood. Keys that are null are equal to one another. */
export function deduplicate<R extends object>(
  input: RowSource<R>,
  keys: readonly string[],
  { newest }: DeduplicateOptions<string>,
): RowSource<R> {
  return newest === undefined ? keepFirst(input, keys) : keepNewest(input, keys, newest);
}

/** Streams; remembers every key. */
function keepFirst<R extends object>(input: RowSource<R>, keys: readonly string[]): RowSource<R> {
  const keyOf = keys.length === 0 ? keyOfRow : createKeyOf(keys);
  return deriveRows(input, {
    verb: 'deduplicate',
    needs: keys,
    columns: (known) => known,
    start: () => {
      const seen = new Set<Key>();
      return (batch) =>
        batch.filter((row) => {
          const before = seen.size;
          return seen.add(keyOf(row)).size > before;
        });
    },
  });
}

/** Buffers the rows that it keeps. */
function keepNewest<R extends object>(
  input: RowSource<R>,
  keys: readonly string[],
  newest: string,
): RowSource<R> {
  const keyOf = keys.length === 0 ? keyOfRow : createKeyOf(keys);
  const checked = withChecked(input, 'deduplicate', [...keys, newest]);
  return createRowSource({
    columns: () => checked.columns(),
    batches: async function* () {
      const kept = new Map<Key, R>();
      for await (const batch of checked.batches()) {
        for (const row of batch) {
          const key = keyOf(row);
          const rival = kept.get(key);
          if (rival !== undefined && compareCells(cellsOf(row)[newest], cellsOf(rival)[newest]) <= 0)
            continue;
          // A map keeps the order of insertion, so taking the older row out first puts the newer one at its own place.
          kept.delete(key);
          kept.set(key, row);
        }
      }
      yield* inBatches([...kept.values()]);
    },
  });
}
