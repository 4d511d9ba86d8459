import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { declared, undeclared } from './support.ts';

describe('columnTypes', () => {
  it('gives every type of every column in one read', async () => {
    const { table, reads } = undeclared<object>([
      { a: 1, b: 'x', c: null, d: [1] },
      { a: 1.5, b: '', c: true, d: {} },
      { a: null, b: 'y', c: new Date(0), d: 1n, late: Number.NaN },
    ]);

    expect(Object.fromEntries(await table.columnTypes())).toEqual({
      a: new Set(['integer', 'number', 'null']),
      b: new Set(['string']),
      c: new Set(['null', 'boolean', 'date']),
      d: new Set(['list', 'dict', 'bigint']),
      late: new Set(['null', 'number']),
    });
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('names declared columns also without rows', async () => {
    expect(Object.fromEntries(await declared([], ['id']).columnTypes())).toEqual({ id: new Set() });
  });
});

describe('reading row by row', () => {
  it('gives rows in order to callers that do not wait for one another', async () => {
    const iterator = undeclared([{ id: 1 }, { id: 2 }, { id: 3 }]).table[Symbol.asyncIterator]();

    const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);

    expect(results.map(({ value }) => value as unknown)).toEqual([
      { id: 1 },
      { id: 2 },
      { id: 3 },
      undefined,
    ]);
    expect(results.at(-1)?.done).toBe(true);
  });

  it('stays ended once it was ended', async () => {
    const iterator = undeclared([{ id: 1 }, { id: 2 }, { id: 3 }]).table[Symbol.asyncIterator]();
    await iterator.next();

    await iterator.return?.();

    expect(await iterator.next()).toEqual({ done: true, value: undefined });
  });
});

describe('column', () => {
  it('gives undefined for cells that are left out', async () => {
    expect(await declared([{ id: 1 }, {}] as { id?: number }[], ['id']).column('id')).toEqual([1, undefined]);
  });

  it('names a column that is not there', async () => {
    const table = declared([] as { id: number }[], ['name']);

    await expect(table.column('id')).rejects.toThrow('column: no column id; the table has name');
  });
});

describe('open', () => {
  it('knows the columns before the first row and reads the source once', async () => {
    const { table, reads } = undeclared<object>([{ a: 1 }, { a: 2 }, { b: 3 }]);

    await using reading = await table.open();
    const rows: object[] = [];
    for await (const batch of reading.batches()) rows.push(...batch);

    expect(reading.columns).toEqual(['a', 'b']);
    expect(rows).toEqual([{ a: 1 }, { a: 2 }, { b: 3 }]);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('streams where columns are declared', async () => {
    const table = Table.fromBatches(
      async function* () {
        for (let id = 0; ; id += 1) yield [{ id }];
      },
      { columns: ['id'] },
    );

    await using reading = await table.open();

    expect(reading.columns).toEqual(['id']);
    for await (const batch of reading.batches()) {
      expect(batch).toEqual([{ id: 0 }]);
      break;
    }
  });
});

describe('preview', () => {
  it('aligns by display width, numbers at the right, and says that there is more', async () => {
    const { table } = undeclared([
      { id: 1, name: '日本', note: null },
      { id: 100, name: 'Zoë 👩‍👩‍👧', note: 'a\nb' },
      { id: 3, name: 'x', note: 'never shown' },
    ]);

    expect(await table.preview(2)).toBe(
      [' id  name    note', '---  ------  ----', '  1  日本    null', '100  Zoë 👩‍👩‍👧  a⏎b', '…'].join('\n'),
    );
  });

  it('reads no more rows than it shows and one', async () => {
    const table = Table.fromBatches(async function* () {
      for (let id = 0; ; id += 1) yield [{ id }];
    });

    expect(await table.preview(1)).toBe('id\n--\n 0\n…');
  });

  it('cuts long cells and does not pass escape sequences on', async () => {
    const table = Table.fromRows([{ a: 'x'.repeat(100), b: '\u001B[31mred' }]);

    const [, , line] = (await table.preview()).split('\n');

    expect(line).toBe(`${'x'.repeat(39)}…  �[31mred`);
  });

  it('shows names also without rows', async () => {
    expect(await declared([], ['id', 'name']).preview()).toBe('id  name\n--  ----\n(no rows)');
    expect(await undeclared([]).table.preview()).toBe('(no columns, no rows)');
  });
});
