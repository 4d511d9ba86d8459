import { PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { undeclared } from './support.ts';

const abc = Table.fromRows([{ a: 1, b: 2, c: 3 }]);

describe('removeColumn and cut', () => {
  it('removeColumn takes columns away', async () => {
    expect(await abc.removeColumn('a', 'c').toArray()).toEqual([{ b: 2 }]);
  });

  it('cut keeps columns in the order asked for', async () => {
    const table = abc.cut('c', 'a');

    expect(Object.keys((await table.toArray())[0] ?? {})).toEqual(['c', 'a']);
    expect(await table.columns()).toEqual(['c', 'a']);
  });

  it('cut refuses a column named twice', () => {
    expect(() => abc.cut('a', 'a')).toThrow(PermanentError);
  });
});

describe('renameColumn and renameColumns', () => {
  it('swaps two names', async () => {
    const table = abc.renameColumns({ a: 'b', b: 'a' });

    expect(await table.toArray()).toEqual([{ b: 1, a: 2, c: 3 }]);
    expect(await table.columns()).toEqual(['b', 'a', 'c']);
  });

  it('refuses two columns to one name', () => {
    expect(() => abc.renameColumns({ a: 'x', b: 'x' })).toThrow('more than one column would be named x');
  });

  it('lets a column keep its name', async () => {
    expect(await abc.renameColumn('a', 'a').toArray()).toEqual([{ a: 1, b: 2, c: 3 }]);
  });
});

describe('moveColumn', () => {
  it.each([
    [0, ['c', 'a', 'b']],
    [1, ['a', 'c', 'b']],
    [-1, ['a', 'b', 'c']],
    [-3, ['c', 'a', 'b']],
    [99, ['a', 'b', 'c']],
  ])('moves to place %i', async (index, expected) => {
    expect(await abc.moveColumn('c', index).columns()).toEqual(expected);
    expect(
      await undeclared([{ a: 1, b: 2, c: 3 }])
        .table.moveColumn('c', index)
        .columns(),
    ).toEqual(expected);
  });

  it('refuses a place that is no whole number', () => {
    expect(() => abc.moveColumn('a', 0.5)).toThrow(PermanentError);
  });
});

describe('mapColumns', () => {
  const vendor = Table.fromRows([{ id: 1, 'First Name': 'Ada', fname: 'A' }]);

  it('gives whichever candidate is there the name wanted', async () => {
    const table = Table.fromRows<Record<string, string>>([{ fn: 'Ada', zip: '1' }]).mapColumns({
      first_name: ['firstname', 'fn'],
      zip: ['zip_code'],
    });

    expect(await table.toArray()).toEqual([{ first_name: 'Ada', zip: '1' }]);
  });

  it('compares letters and digits only when asked to', async () => {
    const table = Table.fromRows<Record<string, string>>([{ 'First-Name': 'Ada' }]);

    expect(await table.mapColumns({ first: ['first name'] }, { exact: false }).toArray()).toEqual([
      { first: 'Ada' },
    ]);
    await expect(table.mapColumns({ first: ['first name'] }).toArray()).rejects.toThrow(
      'no column first name; the table has First-Name',
    );
  });

  it('refuses two candidates and says what to do', async () => {
    await expect(vendor.mapColumns({ first: ['First Name', 'fname'] }).toArray()).rejects.toThrow(
      /coalesceColumns/,
    );
  });

  it('adds a column that has no candidate when asked to', async () => {
    const table = Table.fromRows<Record<string, string>>([{ id: '1' }]);

    expect(await table.mapColumns({ phone: ['tel'] }, { missing: 'add' }).toArray()).toEqual([
      { id: '1', phone: null },
    ]);
  });
});

describe('matchColumns', () => {
  const table = Table.fromRows<Record<string, unknown>>([{ 'First Name': 'Ada', ID: 1, extra: true }]);

  it('brings columns to the names and order wanted', async () => {
    const matched = table.matchColumns(['id', 'first_name', 'phone']);

    expect(await matched.toArray()).toEqual([{ id: 1, first_name: 'Ada', phone: null }]);
    expect(await matched.columns()).toEqual(['id', 'first_name', 'phone']);
  });

  it('keeps or refuses other columns when asked to', async () => {
    expect(await table.matchColumns(['id'], { extra: 'keep' }).columns()).toEqual([
      'id',
      'First Name',
      'extra',
    ]);
    await expect(table.matchColumns(['id'], { extra: 'fail' }).toArray()).rejects.toThrow(
      'unexpected column First Name, extra',
    );
  });

  it('refuses missing columns when asked to', async () => {
    await expect(table.matchColumns(['id', 'phone'], { missing: 'fail' }).toArray()).rejects.toThrow(
      'no column phone; the table has First Name, ID, extra',
    );
  });

  it('prefers the exact name and refuses a choice between two that are alike', async () => {
    const two = Table.fromRows<Record<string, number>>([{ 'a-b': 1, 'a b': 2 }]);

    expect(await two.matchColumns(['a b']).toArray()).toEqual([{ 'a b': 2 }]);
    await expect(two.matchColumns(['a_b']).toArray()).rejects.toThrow(PermanentError);
  });
});
