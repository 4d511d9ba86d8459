import { RejectedRowError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

const shifts = Table.fromRows<{
  city: string | null;
  hours: number | null;
  person: string | null;
  day: Date;
}>([
  { city: 'Oslo', hours: 2, person: 'a', day: new Date(3) },
  { city: 'Rome', hours: null, person: 'b', day: new Date(1) },
  { city: 'Oslo', hours: 3.5, person: null, day: new Date(2) },
  { city: null, hours: 1, person: 'a', day: new Date(4) },
  { city: 'Oslo', hours: 0.5, person: 'a', day: new Date(5) },
]);

describe('aggregate', () => {
  it('computes several results at once, groups in the order in which they first came', async () => {
    const table = shifts.aggregate('city', (of) => ({
      rows: of.count(),
      people: of.countDistinct('person'),
      named: of.count('person'),
      hours: of.sum('hours'),
      mean: of.mean('hours'),
      shortest: of.min('hours'),
      last_day: of.max('day'),
      first: of.first('hours'),
      last: of.last('hours'),
    }));

    expect(await table.toArray()).toEqual([
      {
        city: 'Oslo',
        rows: 3,
        people: 1,
        named: 2,
        hours: 6,
        mean: 2,
        shortest: 0.5,
        last_day: new Date(5),
        first: 2,
        last: 0.5,
      },
      {
        city: 'Rome',
        rows: 1,
        people: 1,
        named: 1,
        hours: 0,
        mean: null,
        shortest: null,
        last_day: new Date(1),
        first: null,
        last: null,
      },
      {
        city: null,
        rows: 1,
        people: 1,
        named: 1,
        hours: 1,
        mean: 1,
        shortest: 1,
        last_day: new Date(4),
        first: 1,
        last: 1,
      },
    ]);
    expect((await table.columns()).slice(0, 3)).toEqual(['city', 'rows', 'people']);
  });

  it('groups by several columns', async () => {
    const table = shifts.aggregate(['city', 'person'], (of) => ({ rows: of.count() }));

    expect(await table.column('rows')).toEqual([2, 1, 1, 1]);
  });

  it('makes one group of all rows when no column is given', async () => {
    expect(await shifts.aggregate([], (of) => ({ hours: of.sum('hours') })).toArray()).toEqual([
      { hours: 7 },
    ]);
  });

  it('does not add texts up', async () => {
    const table = Table.fromRows([{ amount: 1 as unknown }, { amount: '2' }]);

    const total = table.aggregate([], (of) => ({ total: of.sum('amount') })).toArray();

    await expect(total).rejects.toThrow(RejectedRowError);
    await expect(total).rejects.toThrow('row 2, column amount: the cell is of type string, not a number');
  });

  it('refuses a result that has the name of a column grouped by', () => {
    expect(() => shifts.aggregate('city', (of) => ({ city: of.count() }))).toThrow('would be named city');
  });
});
