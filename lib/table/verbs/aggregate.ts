import { requireDistinctNames } from '../columns.ts';
import { withChecked } from '../derive-rows.ts';
import { createKeyOf, type Key } from '../keys.ts';
import { cellsOf, type Row } from '../row.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';
import type { Accumulator, Aggregation } from './aggregations.ts';

interface Group {
  readonly row: Row;
  readonly accumulators: readonly Accumulator<unknown>[];
}

/** One row per group, in the order in which the groups first came. Buffers one row of results per group. */
export function aggregate<R extends object>(
  input: RowSource<R>,
  by: readonly string[],
  aggregations: Readonly<Record<string, Aggregation<unknown>>>,
): RowSource<Row> {
  const names = Object.keys(aggregations);
  const columns = [...by, ...names];
  requireDistinctNames('aggregate', columns);
  const wanted = Object.values(aggregations);
  const looked = wanted.flatMap(({ column }) => column ?? []);
  const checked = withChecked(input, 'aggregate', [...new Set([...by, ...looked])]);

  function startGroup(row: object): Group {
    const cells = cellsOf(row);
    return {
      row: Object.fromEntries(by.map((column) => [column, cells[column] ?? null])),
      accumulators: wanted.map((aggregation) => aggregation.start()),
    };
  }

  return createRowSource({
    columns: async () => {
      await checked.columns();
      return columns;
    },
    batches: async function* () {
      const keyOf = by.length === 0 ? () => 'all' : createKeyOf(by);
      // Without columns to group by there is one group, also when it has no rows.
      const groups = new Map<Key, Group>(by.length === 0 ? [['all', startGroup({})]] : []);
      let rowNumber = 0;
      for await (const batch of checked.batches()) {
        for (const row of batch) {
          rowNumber += 1;
          const key = keyOf(row);
          let group = groups.get(key);
          if (group === undefined) {
            group = startGroup(row);
            groups.set(key, group);
          }
          for (const accumulator of group.accumulators) accumulator.add(row, rowNumber);
        }
      }
      yield* inBatches([...groups.values()].map((group) => toRow(group, names)));
    },
  });
}

function toRow({ row, accumulators }: Group, names: readonly string[]): Row {
  for (const [index, name] of names.entries()) row[name] = accumulators[index]?.result();
  return row;
}
