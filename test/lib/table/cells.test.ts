import { Table } from '@movement-etl/lib/table';
import { describe, expect, it, vi } from 'vitest';
import { declared } from './support.ts';

const people = Table.fromRows([
  { id: 1, name: 'Ada', score: null },
  { id: 2, name: null, score: 0 },
]);

describe('addColumn', () => {
  it('adds a value or what a function of row and row number gives', async () => {
    const table = people
      .addColumn('source', 'file')
      .addColumn('label', (row, rowNumber) => `${rowNumber}:${row.id}`);

    expect(await table.column('label')).toEqual(['1:1', '2:2']);
    expect(await table.column('source')).toEqual(['file', 'file']);
    expect(await table.columns()).toEqual(['id', 'name', 'score', 'source', 'label']);
  });

  it('replaces an existing column at its place when asked to', async () => {
    const table = people.addColumn('name', 'x', { ifExists: 'replace' });

    expect(await table.column('name')).toEqual(['x', 'x']);
    expect(await table.columns()).toEqual(['id', 'name', 'score']);
  });
});

describe('convertColumn', () => {
  it('calls the function once per row and read, with cell, row and number', async () => {
    const convert = vi.fn((id: number) => id * 10);
    const table = people.convertColumn('id', convert);

    expect(convert).not.toHaveBeenCalled();
    await table.toArray();
    expect(convert.mock.calls).toEqual([
      [1, { id: 1, name: 'Ada', score: null }, 1],
      [2, { id: 2, name: null, score: 0 }, 2],
    ]);
    await table.numRows();
    expect(convert).toHaveBeenCalledTimes(4);
  });

  it('converts several columns, each from the row as it was', async () => {
    const table = people.convertColumn(['id', 'score'], (_cell, row) => row.id + (row.score ?? 100));

    expect(await table.toArray()).toEqual([
      { id: 101, name: 'Ada', score: 101 },
      { id: 2, name: null, score: 2 },
    ]);
  });

  it('meets cells that are left out as undefined', async () => {
    const table = declared([{ id: 1 }, {}] as { id?: number }[], ['id']);

    expect(await table.convertColumn('id', (id) => id ?? 'none').toArray()).toEqual([
      { id: 1 },
      { id: 'none' },
    ]);
  });
});

describe('fillColumn and fillNulls', () => {
  it('fillColumn gives every cell the value, as in Parsons', async () => {
    expect(await people.fillColumn('score', 7).column('score')).toEqual([7, 7]);
    expect(await people.fillColumn('score', (row) => row.id).column('score')).toEqual([1, 2]);
  });

  it('fillNulls leaves 0 and the empty text alone', async () => {
    expect(await people.fillNulls('score', 7).column('score')).toEqual([7, 0]);
    expect(await people.fillNulls('name', (row) => `no. ${row.id}`).column('name')).toEqual(['Ada', 'no. 2']);
  });

  it('fillNulls fills cells that are left out', async () => {
    const table = declared([{ id: 1 }, { id: 2, name: 'x' }] as { id: number; name?: string }[], [
      'id',
      'name',
    ]);

    expect(await table.fillNulls('name', '?').column('name')).toEqual(['?', 'x']);
  });
});

describe('coalesceColumns', () => {
  const phones = Table.fromRows([
    { id: 1, mobile: null, home: '', work: 'w' },
    { id: 2, mobile: undefined, home: null, work: null },
    { id: 3, mobile: 'm', home: 'h', work: 'w' },
  ]);

  it('takes the first value that is not null, not the first truthy one', async () => {
    expect(await phones.coalesceColumns('phone', ['mobile', 'home', 'work']).toArray()).toEqual([
      { id: 1, phone: '' },
      { id: 2, phone: null },
      { id: 3, phone: 'm' },
    ]);
  });

  it('may give its result to one of the sources, and may keep the sources', async () => {
    const table = phones.coalesceColumns('home', ['mobile', 'home'], { removeSources: false });

    expect(await table.column('home')).toEqual(['', null, 'm']);
    expect(await table.columns()).toEqual(['id', 'mobile', 'home', 'work']);
    expect(await phones.coalesceColumns('home', ['mobile', 'home']).columns()).toEqual([
      'id',
      'home',
      'work',
    ]);
  });
});
