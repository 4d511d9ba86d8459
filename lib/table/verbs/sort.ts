import { compareCells } from '../compare.ts';
import { withChecked } from '../derive-rows.ts';
import { cellsOf } from '../row.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';

export interface SortOptions {
  /** Default false: smallest first, null before everything. True reverses, so null comes last. */
  readonly descending?: boolean;
}

/** Stable. Buffers all rows; where the warehouse can sort, let it. */
export function sort<R extends object>(
  input: RowSource<R>,
  columns: readonly string[],
  { descending = false }: SortOptions,
): RowSource<R> {
  const checked = withChecked(input, 'sort', columns);
  const sign = descending ? -1 : 1;
  return createRowSource({
    columns: () => checked.columns(),
    batches: async function* () {
      const rows: R[] = [];
      for await (const batch of checked.batches()) for (const row of batch) rows.push(row);
      yield* inBatches(rows.sort((left, right) => sign * compareRows(left, right, columns)));
    },
  });
}

function compareRows(left: object, right: object, columns: readonly string[]): number {
  for (const column of columns) {
    const order = compareCells(cellsOf(left)[column], cellsOf(right)[column]);
    if (order !== 0) return order;
  }
  return 0;
}
