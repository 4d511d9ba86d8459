import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { beginReading } from '../../../jobs/warehouse-to-sheets/first-rows.ts';

interface Row {
  readonly id: number;
}

/** A source that tells how often it was opened and closed. */
function createSource(batches: readonly Row[][]) {
  const source = {
    opened: 0,
    closed: 0,
    table: Table.fromBatches<Row>(
      async function* () {
        source.opened += 1;
        try {
          for (const batch of batches) yield batch;
        } finally {
          source.closed += 1;
        }
      },
      { columns: ['id'] },
    ),
  };
  return source;
}

describe('looking at the first rows', () => {
  it('reads the source once, and gives all rows all the same', async () => {
    const source = createSource([[{ id: 1 }, { id: 2 }], [{ id: 3 }]]);

    await using begun = await beginReading(source.table);
    const rows = await begun.rows.toArray();

    expect(begun.firstRows).toEqual([{ id: 1 }, { id: 2 }]);
    expect(rows).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(await begun.rows.columns()).toEqual(['id']);
    expect([source.opened, source.closed]).toEqual([1, 1]);
  });

  it('knows that there are none', async () => {
    await using begun = await beginReading(createSource([]).table);

    expect(begun.firstRows).toEqual([]);
    expect(await begun.rows.toArray()).toEqual([]);
  });

  it('closes the source when nobody reads on', async () => {
    const source = createSource([[{ id: 1 }], [{ id: 2 }]]);

    const begun = await beginReading(source.table);
    await begun[Symbol.asyncDispose]();

    expect(source.closed).toBe(1);
  });
});
