import { RejectedRows, Table } from '@movement-etl/lib/table';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe.each(DIALECTS)('upsert, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  // Redshift does not enforce keys, so nothing here may rely on one.
  beforeEach(async () => {
    await warehouse.execute(`
      DROP TABLE IF EXISTS people;
      CREATE TABLE people (id bigint, name varchar(64), age integer, changed timestamptz);
      INSERT INTO people VALUES (1, 'Ada', 36, '2026-01-01Z'), (2, 'Bob', 40, '2026-01-01Z')`);
  });

  const people = () => warehouse.query('SELECT id, name, age FROM people ORDER BY id, name').toArray();
  const leftovers = async () =>
    (await warehouse.execute("SELECT relname FROM pg_class WHERE relname LIKE 'etl\\_stage%'")).rows;
  const day = (number: number) => new Date(Date.UTC(2026, 0, number));

  it('updates what is there, inserts what is new, and counts both', async () => {
    const rows = [
      { id: 2, name: 'Bo', age: 41, changed: day(2) },
      { id: 3, name: 'Cy', age: null, changed: day(2) },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id'] });

    expect(result).toEqual({
      read: 2,
      written: 2,
      inserted: 1,
      updated: 1,
      duplicates: 0,
      rejected: 0,
      replacedCharacters: 0,
    });
    expect(await people()).toEqual([
      { id: 1, name: 'Ada', age: 36 },
      { id: 2, name: 'Bo', age: 41 },
      { id: 3, name: 'Cy', age: null },
    ]);
    expect(await leftovers()).toEqual([]);
  });

  it('changes nothing when it is run again', async () => {
    const table = Table.fromRows([{ id: 3, name: 'Cy', age: 1, changed: day(2) }]);
    await warehouse.upsert(table, 'people', { key: ['id'] });
    const before = await people();

    const result = await warehouse.upsert(table, 'people', { key: ['id'] });

    expect(result).toMatchObject({ inserted: 0, updated: 1 });
    expect(await people()).toEqual(before);
  });

  it('keeps the newest of several rows with one key, and of equally new ones the last', async () => {
    const rows = [
      { id: 3, name: 'new', age: 1, changed: day(5) },
      { id: 3, name: 'old', age: 2, changed: day(3) },
      { id: 3, name: 'undated', age: 3, changed: null },
      { id: 4, name: 'first', age: 1, changed: day(5) },
      { id: 4, name: 'last', age: 2, changed: day(5) },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id'], newest: 'changed' });

    expect(result).toMatchObject({ read: 5, written: 2, duplicates: 3 });
    expect((await people()).slice(2)).toEqual([
      { id: 3, name: 'new', age: 1 },
      { id: 4, name: 'last', age: 2 },
    ]);
  });

  it('leaves columns alone that the rows do not have', async () => {
    const rows = [
      { id: 1, name: 'Ada L.' },
      { id: 5, name: 'Eve' },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id'] });

    expect(result).toMatchObject({ inserted: 1, updated: 1 });
    expect(await people()).toEqual([
      { id: 1, name: 'Ada L.', age: 36 },
      { id: 2, name: 'Bob', age: 40 },
      { id: 5, name: 'Eve', age: null },
    ]);
  });

  it('rejects rows without a key', async () => {
    const rejected = new RejectedRows();
    const rows = [
      { id: null, name: 'nobody' },
      { id: 6, name: 'Flo' },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id'], rejected });

    expect(result).toMatchObject({ read: 2, written: 1, rejected: 1 });
    expect(rejected.rows[0]).toMatchObject({ rowNumber: 1, column: 'id', key: undefined });
  });

  it('names a rejected row by its key', async () => {
    const rejected = new RejectedRows();
    const table = Table.fromRows<{ id: number; age: unknown }>([{ id: 6, age: 'old' }]);

    await warehouse.upsert(table, 'people', { key: ['id'], rejected });

    expect(rejected.rows).toEqual([
      { rowNumber: 1, column: 'age', reason: 'is not a whole number', key: '6' },
    ]);
  });

  it('takes a key of several columns', async () => {
    const rows = [
      { id: 1, name: 'Ada', age: 37 },
      { id: 1, name: 'Ava', age: 1 },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id', 'name'] });

    expect(result).toMatchObject({ inserted: 1, updated: 1 });
    expect((await people()).slice(0, 2)).toEqual([
      { id: 1, name: 'Ada', age: 37 },
      { id: 1, name: 'Ava', age: 1 },
    ]);
  });

  it('makes the table when it is not there, and dedupes on the way', async () => {
    await warehouse.execute('DROP TABLE people');
    const rows = [
      { id: 1, name: 'Ada' },
      { id: 1, name: 'Ada L.' },
    ];

    const result = await warehouse.upsert(Table.fromRows(rows), 'public.people', {
      key: ['id'],
      columnTypes: { name: 'varchar(100)' },
    });

    expect(result).toMatchObject({ written: 1, duplicates: 1 });
    expect((await warehouse.execute('SELECT * FROM people')).rows).toEqual([{ id: 1, name: 'Ada L.' }]);
  });

  it('does nothing for a table without rows', async () => {
    const result = await warehouse.upsert(Table.fromRows([]), 'people', { key: ['id'] });

    expect(result).toMatchObject({ read: 0, written: 0 });
    expect(await people()).toHaveLength(2);
  });

  it.each([
    ['a key that the table has not', { key: ['nr'] }, /has no column nr/],
    ['a newest that the table has not', { key: ['id'], newest: 'nr' }, /has no column nr/],
    ['a key that the rows have not', { key: ['changed'] }, /the rows have no column changed/],
    ['no key', { key: [] }, /at least one key column/],
  ])('refuses %s', async (_what, options, message) => {
    const attempt = warehouse.upsert(Table.fromRows([{ id: 1, name: 'x' }]), 'people', options);

    await expect(attempt).rejects.toThrow(message);
  });

  it('lets two runs at once store both, one after the other', async () => {
    const range = (start: number) =>
      Table.fromRows(Array.from({ length: 3000 }, (_, index) => ({ id: start + index, name: `p${start}` })));

    await Promise.all([
      warehouse.upsert(range(1000), 'people', { key: ['id'] }),
      warehouse.upsert(range(2000), 'people', { key: ['id'] }),
    ]);

    const { rows } = await warehouse.execute('SELECT count(*) AS n, count(DISTINCT id) AS ids FROM people');
    expect(rows).toEqual([{ n: 4002, ids: 4002 }]);
  });

  it('rolls back when the accounts do not balance, and says so', async () => {
    await pool.sql(`
      CREATE FUNCTION skip_three() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN IF NEW.id = 3 THEN RETURN NULL; END IF; RETURN NEW; END';
      CREATE TRIGGER skip BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION skip_three()`);
    const rows = [1, 3, 4].map((id) => ({ id, name: 'x', age: 1, changed: null }));

    const attempt = warehouse.upsert(Table.fromRows(rows), 'people', { key: ['id'] });

    await expect(attempt).rejects.toThrow('the accounts do not balance: 3 rows should be inserted');
    expect(await people()).toHaveLength(2);
    expect(await leftovers()).toEqual([]);
  });

  it('commits data, state and other statements of one transaction together, or none of them', async () => {
    const table = Table.fromRows([{ id: 9, name: 'Ida' }]);

    const attempt = warehouse.transaction(async (tx) => {
      await tx.upsert(table, 'people', { key: ['id'] });
      await tx.upsert(table, 'people', { key: ['id'] });
      throw new Error('the job changed its mind');
    });

    await expect(attempt).rejects.toThrow('the job changed its mind');
    expect(await people()).toHaveLength(2);
  });
});
