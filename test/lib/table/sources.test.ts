import { PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it, vi } from 'vitest';

describe('Table.fromRows', () => {
  it('has the columns of all rows, also one first seen in row 50,000', async () => {
    const rows: object[] = Array.from({ length: 50_000 }, (_, id) => ({ id }));
    rows[49_999] = { id: 49_999, late: true };

    expect(await Table.fromRows(rows).columns()).toEqual(['id', 'late']);
  });

  it('is empty without rows', async () => {
    const table = Table.fromRows<{ id: number }>([]);

    expect(await table.toArray()).toEqual([]);
    expect(await table.columns()).toEqual([]);
    expect(await table.numRows()).toBe(0);
  });
});

describe('Table.fromIterable', () => {
  it('reads synchronous and asynchronous iterables anew each time', async () => {
    const fromSync = Table.fromIterable(function* () {
      yield { id: 1 };
      yield { id: 2 };
    });
    const fromAsync = Table.fromIterable(async function* () {
      yield { id: 1 };
      yield { id: 2 };
    });

    for (const table of [fromSync, fromAsync]) {
      expect(await table.toArray()).toEqual([{ id: 1 }, { id: 2 }]);
      expect(await table.toArray()).toEqual([{ id: 1 }, { id: 2 }]);
    }
  });

  it('refuses a second read of the same generator, which would silently be empty', async () => {
    const generator = (function* () {
      yield { id: 1 };
    })();
    const table = Table.fromIterable(() => generator);
    await table.toArray();

    await expect(table.toArray()).rejects.toThrow(/used up; give a function/);
  });

  it('puts rows into batches of a thousand', async () => {
    const table = Table.fromIterable(() => Array.from({ length: 2500 }, (_, id) => ({ id })));

    const sizes: number[] = [];
    for await (const batch of table.batches()) sizes.push(batch.length);

    expect(sizes).toEqual([1000, 1000, 500]);
  });
});

describe('Table.fromBatches', () => {
  it('leaves empty batches out', async () => {
    const table = Table.fromBatches(async function* () {
      yield [] as { id: number }[];
      yield [{ id: 1 }];
      yield [];
    });

    const batches: object[] = [];
    for await (const batch of table.batches()) batches.push(batch);

    expect(batches).toEqual([[{ id: 1 }]]);
  });

  it('lets an error of the source reach the reader as it is, through any verb', async () => {
    const problem = new PermanentError('the source says no');
    const table = Table.fromBatches<{ id: number }>(async function* () {
      yield [{ id: 1 }];
      throw problem;
    });

    await expect(table.sort('id').addColumn('a', 1).unpackList('id').toArray()).rejects.toBe(problem);
  });

  it('ends the source when a read is given up', async () => {
    const ended = vi.fn();
    const table = Table.fromBatches(async function* () {
      try {
        for (let id = 0; ; id += 1) yield [{ id }];
      } finally {
        ended();
      }
    });

    expect(await table.convertColumn('id', String).head(2).toArray()).toEqual([{ id: '0' }, { id: '1' }]);
    expect(ended).toHaveBeenCalledTimes(1);
    for await (const row of table) if (row.id === 3) break;
    expect(ended).toHaveBeenCalledTimes(2);
  });

  it('asks for declared columns once, and again after a failure', async () => {
    const columns = vi.fn().mockRejectedValueOnce(new Error('not yet')).mockResolvedValue(['id', 'name']);
    const table = Table.fromBatches<{ id: number; name?: string }>(
      async function* () {
        yield [{ id: 1 }];
      },
      { columns },
    );

    await expect(table.columns()).rejects.toThrow('not yet');
    expect(await table.columns()).toEqual(['id', 'name']);
    expect(await table.cut('name', 'id').columns()).toEqual(['name', 'id']);
    expect(columns).toHaveBeenCalledTimes(2);
  });

  it.each([[['id', 'id']], [['']], [['__proto__']]])('refuses the declared columns %j', async (columns) => {
    await expect(Table.fromRows([{ id: 1 }], { columns }).columns()).rejects.toThrow(PermanentError);
  });
});
