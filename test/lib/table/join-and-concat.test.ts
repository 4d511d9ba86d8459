import { PermanentError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { undeclared } from './support.ts';

const people = Table.fromRows<{ id: number; city: string | null }>([
  { id: 1, city: 'Oslo' },
  { id: 2, city: null },
  { id: 3, city: 'Rome' },
  { id: 4, city: 'Paris' },
]);
const offices = Table.fromRows<{ city: string | null; office: string; staff?: number }>([
  { city: 'Oslo', office: 'north' },
  { city: 'Rome', office: 'south', staff: 3 },
  { city: 'Rome', office: 'east' },
  { city: null, office: 'nowhere' },
]);

describe('join', () => {
  it('inner gives a row per match', async () => {
    expect(await people.join(offices, { on: 'city' }).toArray()).toEqual([
      { id: 1, city: 'Oslo', office: 'north', staff: null },
      { id: 3, city: 'Rome', office: 'south', staff: 3 },
      { id: 3, city: 'Rome', office: 'east', staff: null },
    ]);
  });

  it('left keeps rows without a match, with nulls; null matches nothing', async () => {
    const table = people.join(offices, { on: 'city', type: 'left' });

    expect(await table.column('office')).toEqual(['north', null, 'south', 'east', null]);
    expect(await table.columns()).toEqual(['id', 'city', 'office', 'staff']);
  });

  it('anti keeps only rows without a match', async () => {
    const table = people.join(offices, { on: 'city', type: 'anti' });

    expect(await table.column('id')).toEqual([2, 4]);
    expect(await table.columns()).toEqual(['id', 'city']);
  });

  it('matches on several columns', async () => {
    const left = Table.fromRows([{ a: 1, b: 1, x: 'l' }]);
    const right = Table.fromRows([
      { a: 1, b: 2, y: 'no' },
      { a: 1, b: 1, y: 'yes' },
    ]);

    expect(await left.join(right, { on: ['a', 'b'] }).toArray()).toEqual([{ a: 1, b: 1, x: 'l', y: 'yes' }]);
  });

  it('names the right table when that lacks the key', async () => {
    const right = Table.fromRows([{ town: 'Oslo' }] as unknown as { city: string }[]);

    await expect(people.join(right, { on: 'city' }).toArray()).rejects.toThrow(
      'join (right table): no column city; the table has town',
    );
  });

  it('keeps all rows in a left join, none in an inner one, where the right table is empty', async () => {
    const none = undeclared<{ city: string; office: string }>([]).table;

    expect(await people.join(none, { on: 'city', type: 'left' }).numRows()).toBe(4);
    expect(await people.join(none, { on: 'city' }).numRows()).toBe(0);
  });
});

describe('concat', () => {
  it('goes by column name and pads with null', async () => {
    const table = people.concat(Table.fromRows([{ extra: true, id: 9 }]));

    expect(await table.tail(2).toArray()).toEqual([
      { id: 4, city: 'Paris', extra: null },
      { id: 9, city: null, extra: true },
    ]);
    expect(await table.columns()).toEqual(['id', 'city', 'extra']);
  });

  it('pads also with columns that are known only at the end of a later table, reading each table once', async () => {
    const first = undeclared<object>([{ a: 1 }]);
    const second = undeclared<object>([{ a: 2 }, { a: 3 }, { late: 4 }]);

    expect(await first.table.concat(second.table).toArray()).toEqual([
      { a: 1, late: null },
      { a: 2, late: null },
      { a: 3, late: null },
      { a: null, late: 4 },
    ]);
    expect(first.reads).toHaveBeenCalledTimes(1);
    expect(second.reads).toHaveBeenCalledTimes(1);
  });

  it('of no other table is the table itself', async () => {
    expect(await people.concat().toArray()).toEqual(await people.toArray());
  });
});

describe('stack', () => {
  it('goes by position, under the names of the first table', async () => {
    const table = people.stack(Table.fromRows([{ number: 5, town: 'Bonn' }]));

    expect(await table.tail(1).toArray()).toEqual([{ id: 5, city: 'Bonn' }]);
  });

  it('refuses another number of columns instead of dropping cells', async () => {
    const table = people.stack(Table.fromRows([{ number: 5 }]));

    await expect(table.toArray()).rejects.toThrow(PermanentError);
    await expect(table.toArray()).rejects.toThrow(/table 2 has 1 columns, the first has 2; .* use concat/);
  });
});
