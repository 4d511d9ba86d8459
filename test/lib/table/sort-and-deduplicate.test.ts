import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

describe('sort', () => {
  it('tolerates a mix of types: null, boolean, number, date, text, then the rest', async () => {
    const values = [
      'b',
      10,
      null,
      new Date(0),
      true,
      'a',
      9n,
      undefined,
      [1],
      Number.NaN,
      { x: 1n },
      false,
      2,
    ];
    const table = Table.fromRows(values.map((value) => ({ value })));

    expect(await table.sort('value').column('value')).toEqual([
      null,
      undefined,
      false,
      true,
      Number.NaN,
      2,
      9n,
      10,
      new Date(0),
      'a',
      'b',
      [1],
      { x: 1n },
    ]);
  });

  it('is stable in both directions and puts null last when descending', async () => {
    const table = Table.fromRows([
      { key: 1, place: 0 },
      { key: null, place: 1 },
      { key: 2, place: 2 },
      { key: 1, place: 3 },
    ]);

    expect(await table.sort('key').column('place')).toEqual([1, 0, 3, 2]);
    expect(await table.sort('key', { descending: true }).column('place')).toEqual([2, 0, 3, 1]);
  });

  it('sorts by several columns', async () => {
    const table = Table.fromRows([
      { a: 2, b: 1 },
      { a: 1, b: 2 },
      { a: 1, b: 1 },
    ]);

    expect(await table.sort(['a', 'b']).toArray()).toEqual([
      { a: 1, b: 1 },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
    ]);
  });
});

describe('deduplicate', () => {
  const versions = Table.fromRows([
    { id: 1, modified: 5, note: 'kept by first' },
    { id: 2, modified: 1, note: 'older' },
    { id: 1, modified: 9, note: 'newest of 1' },
    { id: 2, modified: null, note: 'without a date' },
    { id: 2, modified: 7, note: 'newest of 2' },
    { id: 1, modified: 9, note: 'as new, but later' },
  ]);

  it('keeps the first row of each key, in order', async () => {
    expect(await versions.deduplicate('id').column('note')).toEqual(['kept by first', 'older']);
  });

  it('keeps the newest row of each key, in the order of the kept rows', async () => {
    expect(await versions.deduplicate('id', { newest: 'modified' }).column('note')).toEqual([
      'newest of 1',
      'newest of 2',
    ]);
  });

  it('compares whole rows when no key is given', async () => {
    const table = Table.fromRows<object>([{ a: 1, b: null }, { a: 1 }, { b: undefined, a: 1 }, { a: '1' }]);

    expect(await table.deduplicate().toArray()).toEqual([{ a: 1, b: null }, { a: '1' }]);
  });

  it('tells keys apart by type and takes null keys for equal', async () => {
    const keys = [
      1,
      '1',
      1n,
      true,
      'true',
      null,
      undefined,
      new Date(5),
      new Date(5),
      5,
      { x: 1 },
      { x: 1 },
      '{"x":1}',
    ];
    const table = Table.fromRows(keys.map((key, place) => ({ key, place })));

    expect(await table.deduplicate('key').column('place')).toEqual([0, 1, 2, 3, 4, 5, 7, 9, 10, 12]);
  });

  it('does not mistake parts of a key for one another', async () => {
    const table = Table.fromRows<{ a: unknown; b: unknown }>([
      { a: 'x', b: 'y,z' },
      { a: 'x,y', b: 'z' },
      { a: 1, b: null },
      { a: '1', b: null },
      { a: null, b: 1 },
      { a: Number.NaN, b: null },
      { a: null, b: null },
      { a: new Date(1), b: null },
      { a: { date: 1 }, b: null },
    ]);

    expect(await table.deduplicate(['a', 'b']).numRows()).toBe(9);
  });
});
