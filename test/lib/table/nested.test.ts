import { PermanentError } from '@movement-etl/lib/errors';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { frozen, undeclared } from './support.ts';

describe('unpackDict', () => {
  const signups = Table.fromRows<{ id: number; person: { name: string; zip?: string } | null }>([
    { id: 1, person: { name: 'Ada', zip: '02139' } },
    { id: 2, person: null },
    { id: 3, person: { name: 'Zoë' } },
  ]);

  it('fills the columns of stated keys with null where a dict has none', async () => {
    const table = signups.unpackDict('person', { keys: ['zip', 'name'] });

    expect(await table.toArray()).toEqual([
      { id: 1, person_zip: '02139', person_name: 'Ada' },
      { id: 2, person_zip: null, person_name: null },
      { id: 3, person_zip: null, person_name: 'Zoë' },
    ]);
    expect(await table.columns()).toEqual(['id', 'person_zip', 'person_name']);
  });

  it('finds a key first seen in row 50,000 and reads the source once for a file', async () => {
    const { table, reads } = undeclared(
      Array.from({ length: 50_000 }, (_, id) => ({
        id,
        extra: (id === 49_999 ? { late: 1 } : { early: 0 }) as object,
      })),
    );
    const unpacked = table.unpackDict('extra');

    await using reading = await unpacked.open();

    expect(reading.columns).toEqual(['id', 'extra_early', 'extra_late']);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it('takes another prefix, or none, and may keep the column', async () => {
    const table = signups.unpackDict('person', { keys: ['name'], prefix: '', keepOriginal: true });

    expect(await table.head(1).toArray()).toEqual([
      { id: 1, person: { name: 'Ada', zip: '02139' }, name: 'Ada' },
    ]);
  });

  it('may unpack a key that has the name of the column', async () => {
    const table = Table.fromRows([{ person: { person: 1 } }]);

    expect(await table.unpackDict('person', { prefix: '' }).toArray()).toEqual([{ person: 1 }]);
    expect(await table.unpackDict('person', { prefix: '', keys: ['person'] }).toArray()).toEqual([
      { person: 1 },
    ]);
  });

  it('names the remedy when a key collides with a column, even of another row', async () => {
    const { table } = undeclared<{ id?: number; dict: { id?: number } }>([
      { dict: { id: 1 } },
      { id: 2, dict: {} },
    ]);

    await expect(table.unpackDict('dict', { prefix: '' }).toArray()).rejects.toThrow(
      'column id exists already; pass another prefix, or rename or remove that column first',
    );
  });

  it('rejects a cell that is neither a dict nor null', async () => {
    const rejected = new RejectedRows();
    const table = Table.fromRows<{ id: number; dict: unknown }>([
      { id: 1, dict: 'text' },
      { id: 2, dict: [1] },
      { id: 3, dict: { a: 1 } },
    ]);

    expect(await table.unpackDict('dict', { rejected, key: 'id' }).toArray()).toEqual([{ id: 3, dict_a: 1 }]);
    expect(rejected.rows.map(({ key, column }) => [key, column])).toEqual([
      ['1', 'dict'],
      ['2', 'dict'],
    ]);
  });

  it('refuses a key that would set the prototype of the row', async () => {
    const table = Table.fromRows([{ dict: JSON.parse('{"__proto__":{"x":1}}') as object }]);

    await expect(table.unpackDict('dict', { prefix: '' }).toArray()).rejects.toThrow(PermanentError);
  });
});

describe('unpackList', () => {
  const lists = Table.fromRows<{ id: number; tags: string[] | string | null }>([
    { id: 1, tags: ['a', 'b'] },
    { id: 2, tags: null },
    { id: 3, tags: 'single' },
    { id: 4, tags: ['x', 'y', 'z'] },
  ]);

  it('makes as many columns as the longest list needs', async () => {
    const table = lists.unpackList('tags');

    expect(await table.columns()).toEqual(['id', 'tags_0', 'tags_1', 'tags_2']);
    expect(await table.toArray()).toEqual([
      { id: 1, tags_0: 'a', tags_1: 'b' },
      { id: 2 },
      { id: 3, tags_0: 'single' },
      { id: 4, tags_0: 'x', tags_1: 'y', tags_2: 'z' },
    ]);
  });

  it('names elements and rejects a list that is longer, instead of cutting it', async () => {
    const rejected = new RejectedRows();
    const table = lists.unpackList('tags', { names: ['first', 'second'], rejected });

    expect(await table.toArray()).toEqual([
      { id: 1, first: 'a', second: 'b' },
      { id: 2, first: null, second: null },
      { id: 3, first: 'single', second: null },
    ]);
    expect(rejected.rows[0]?.reason).toBe('the list has 3 elements, but only 2 names are given');
  });

  it('may keep the column', async () => {
    expect(await lists.unpackList('tags', { names: ['a', 'b', 'c'], keepOriginal: true }).columns()).toEqual([
      'id',
      'tags',
      'a',
      'b',
      'c',
    ]);
  });
});

describe('longTable', () => {
  const events = frozen([
    { id: 7, title: 'A', timeslots: [{ id: 1, start: 10 }, { id: 2 }] },
    { id: 8, title: 'B', timeslots: [] },
    { id: 9, title: 'C', timeslots: [{ id: 3, start: 30 }] },
  ] as { id: number; title: string; timeslots: { id: number; start?: number }[] }[]);

  it('gives one row per element, with the place in its list, and leaves the table its column', async () => {
    const table = Table.fromRows(events);

    expect(await table.longTable('id', 'timeslots', { position: 'place' }).toArray()).toEqual([
      { id: 7, place: 0, timeslots_id: 1, timeslots_start: 10 },
      { id: 7, place: 1, timeslots_id: 2 },
      { id: 9, place: 0, timeslots_id: 3, timeslots_start: 30 },
    ]);
    expect(await table.columns()).toEqual(['id', 'title', 'timeslots']);
  });

  it('knows its columns when the keys are stated', async () => {
    const table = Table.fromRows(events).longTable(['id', 'title'], 'timeslots', {
      keys: ['id', 'start'],
      prefix: 'slot_',
    });

    expect(await table.columns()).toEqual(['id', 'title', 'slot_id', 'slot_start']);
    expect(await table.column('slot_start')).toEqual([10, null, 30]);
  });

  it('puts elements that are no dicts into a column named after the list', async () => {
    const table = Table.fromRows([{ id: 1, tags: ['a', 'b'] }]);

    expect(await table.longTable('id', 'tags').toArray()).toEqual([
      { id: 1, tags: 'a' },
      { id: 1, tags: 'b' },
    ]);
  });

  it('refuses an inner key that collides with the key', async () => {
    await expect(
      Table.fromRows(events).longTable('id', 'timeslots', { prefix: '' }).toArray(),
    ).rejects.toThrow(/column id exists already; pass another prefix/);
  });

  it('rejects a cell that is no list', async () => {
    const rejected = new RejectedRows();
    const table = Table.fromRows<{ id: number; list: unknown }>([
      { id: 1, list: 'text' },
      { id: 2, list: ['a'] },
      { id: 3, list: null },
    ]);

    expect(await table.longTable('id', 'list', { rejected, key: 'id' }).toArray()).toEqual([
      { id: 2, list: 'a' },
    ]);
    expect(rejected.rows).toMatchObject([{ rowNumber: 1, column: 'list', key: '1' }]);
  });

  it('cuts very long lists into batches of the usual size', async () => {
    const table = Table.fromRows([{ id: 1, list: Array.from({ length: 2500 }, (_, index) => index) }]);

    const sizes: number[] = [];
    for await (const batch of table.longTable('id', 'list').batches()) sizes.push(batch.length);

    expect(sizes).toEqual([1000, 1000, 500]);
  });
});
