import { PermanentError, RejectedRowError } from '@movement-etl/lib/errors';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe.each(DIALECTS)('copy, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await pool.sql('DROP TABLE IF EXISTS people CASCADE');
  });

  const rowsOf = (table: string) => warehouse.query(`SELECT * FROM ${table} ORDER BY id`).toArray();
  const typesOf = async (table: string) => {
    const rows = await pool.sql<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    );
    return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
  };

  it('makes the table with types found over all rows, whatever the order of the rows', async () => {
    const rows = [
      { id: 1, count: 3, share: 1, seen: new Date('2026-01-31T12:00:00.250Z'), born: '2001-02-03', ok: true },
      { id: 2, count: 2 ** 40, share: 0.5, seen: null, born: null, ok: null, name: 'Zoë' },
      { id: 3, tags: ['a'], zip: '01234', late: null },
    ];

    await warehouse.copy(Table.fromRows<object>(rows), 'people');
    const types = await typesOf('people');
    await warehouse.copy(Table.fromRows<object>(rows.toReversed()), 'people', { ifExists: 'drop' });

    expect(types).toEqual({
      id: 'integer',
      count: 'bigint',
      share: 'double precision',
      seen: 'timestamp with time zone',
      born: 'date',
      ok: 'boolean',
      name: 'character varying(64)',
      tags: 'character varying(65535)',
      zip: 'character varying(64)',
      late: 'character varying(256)',
    });
    expect(await typesOf('people')).toEqual(types);
    expect((await rowsOf('people'))[0]).toMatchObject({
      seen: new Date('2026-01-31T12:00:00.250Z'),
      born: '2001-02-03',
      ok: true,
      name: null,
    });
  });

  it('lets declared types win over what the values look like', async () => {
    const table = Table.fromRows([{ id: 1, amount: '12.50', zip: 1234 }]);

    await warehouse.copy(table, 'people', {
      columnTypes: { id: 'bigint', amount: 'numeric(10,2)', zip: 'varchar(5)' },
    });

    expect(await typesOf('people')).toEqual({
      id: 'bigint',
      amount: 'numeric(10,2)',
      zip: 'character varying(5)',
    });
    expect(await rowsOf('people')).toEqual([{ id: 1, amount: '12.50', zip: '1234' }]);
  });

  it('calls every transform once a row, though the types are found before the load', async () => {
    let calls = 0;
    const table = Table.fromRows([{ id: 1 }, { id: 2 }]).addColumn('double', ({ id }) => {
      calls += 1;
      return id * 2;
    });

    await warehouse.copy(table, 'people');

    expect(calls).toBe(2);
  });

  it('refuses a table that exists, by default, and leaves it as it is', async () => {
    await warehouse.copy(Table.fromRows([{ id: 1 }]), 'people');

    const attempt = warehouse.copy(Table.fromRows([{ id: 2 }]), 'people');

    await expect(attempt).rejects.toThrow('the table people exists already');
    expect(await rowsOf('people')).toEqual([{ id: 1 }]);
  });

  it('appends by column name, whatever the order of the columns', async () => {
    await warehouse.execute(
      "CREATE TABLE people (id integer, name varchar(20), source varchar(20) DEFAULT 'form')",
    );

    await warehouse.copy(Table.fromRows([{ name: 'Ada', id: 1 }]), 'people', { ifExists: 'append' });

    expect(await rowsOf('people')).toEqual([{ id: 1, name: 'Ada', source: 'form' }]);
  });

  it('refuses rows with a column that the table has not, and says what to do', async () => {
    await warehouse.execute('CREATE TABLE people (id integer)');

    const attempt = warehouse.copy(Table.fromRows([{ id: 1, name: 'Ada' }]), 'people', {
      ifExists: 'append',
    });

    await expect(attempt).rejects.toThrow(/a column name, which the table people has not.*alterTable/);
  });

  it('adds missing columns and widens short ones when told to', async () => {
    await warehouse.execute('CREATE TABLE people (id integer, name varchar(3))');
    const table = Table.fromRows([{ id: 1, name: 'Ada Lovelace', points: 7 }]);

    await warehouse.copy(table, 'people', { ifExists: 'append', alterTable: true });

    expect(await rowsOf('people')).toEqual([{ id: 1, name: 'Ada Lovelace', points: 7 }]);
    expect(await typesOf('people')).toMatchObject({ name: 'character varying(64)', points: 'integer' });
  });

  it('replaces the rows with truncate and keeps the table, its views and its grants', async () => {
    await warehouse.execute('CREATE TABLE people (id integer); INSERT INTO people VALUES (1), (2)');
    await warehouse.execute('CREATE VIEW adults AS SELECT id FROM people; GRANT SELECT ON people TO PUBLIC');

    const result = await warehouse.copy(Table.fromRows([{ id: 3 }]), 'people', { ifExists: 'truncate' });

    expect(result).toMatchObject({ read: 1, written: 1 });
    expect(await rowsOf('adults')).toEqual([{ id: 3 }]);
  });

  it('makes a new table with drop and keeps the grants', async () => {
    await warehouse.execute('CREATE TABLE people (id varchar(9)); GRANT SELECT ON people TO PUBLIC');

    await warehouse.copy(Table.fromRows([{ id: 3 }]), 'people', { ifExists: 'drop' });

    expect(await typesOf('people')).toEqual({ id: 'integer' });
    const rows = await pool.sql("SELECT has_table_privilege('public', 'people', 'SELECT') AS granted");
    expect(rows).toEqual([{ granted: true }]);
  });

  it('refuses to drop a table that views depend on, and names the way out', async () => {
    await warehouse.execute('CREATE TABLE people (id integer); CREATE VIEW adults AS SELECT id FROM people');

    const attempt = warehouse.copy(Table.fromRows([{ id: 3 }]), 'people', { ifExists: 'drop' });

    await expect(attempt).rejects.toThrow("use ifExists: 'truncate'");
  });

  it.each(['append', 'truncate', 'drop'] as const)('loads a table without rows with %s', async (ifExists) => {
    await warehouse.execute('CREATE TABLE people (id integer); INSERT INTO people VALUES (1)');
    const empty = Table.fromRows<{ id: number }>([], { columns: ['id'] });

    const result = await warehouse.copy(empty, 'people', { ifExists });

    expect(result).toMatchObject({ read: 0, written: 0 });
    expect(await rowsOf('people')).toHaveLength(ifExists === 'append' ? 1 : 0);
  });

  it('cannot make a table of no columns', async () => {
    await expect(warehouse.copy(Table.fromRows([]), 'people')).rejects.toBeInstanceOf(PermanentError);
  });

  it.each(['Mixed Case', 'two words', 'select', 'a"b', 'ünï'])(
    'loads into a table and a column named %s, or says why not',
    async (name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      await pool.sql('DROP SCHEMA IF EXISTS "my schema" CASCADE; CREATE SCHEMA "my schema"');
      const load = async () => {
        await warehouse.copy(Table.fromRows([{ [name]: 1 }]), `"my schema".${quoted}`);
        await warehouse.copy(Table.fromRows([{ [name]: 2 }]), `"my schema".${quoted}`, { ifExists: 'drop' });
        return (await warehouse.execute(`SELECT ${quoted} FROM "my schema".${quoted}`)).rows;
      };

      if (dialect === 'redshift' && name === 'Mixed Case') {
        await expect(load()).rejects.toThrow('rename Mixed Case, for example to mixed case');
      } else {
        expect(await load()).toEqual([{ [name]: 2 }]);
      }
    },
  );

  it('puts rows that do not fit into the rejected rows, and loads the others', async () => {
    await warehouse.execute('CREATE TABLE people (id integer NOT NULL, name varchar(5), seen timestamptz)');
    const rejected = new RejectedRows();
    const rows = [
      { id: 1, name: 'Ada', seen: '2026-01-31T12:00:00Z' },
      { id: 2, name: '😀😀', seen: null },
      { id: null, name: null, seen: null },
      { id: 4, name: null, seen: '2026-02-30' },
    ];

    const result = await warehouse.copy(Table.fromRows(rows), 'people', { ifExists: 'append', rejected });

    expect(result).toMatchObject({ read: 4, written: 1, rejected: 3 });
    expect(rejected.rows.map(({ rowNumber, column }) => [rowNumber, column])).toEqual([
      [2, 'name'],
      [3, 'id'],
      [4, 'seen'],
    ]);
    expect(rejected.rows[0]?.reason).toBe('is 8 bytes long; the column takes 5');
  });

  it('ends with the first row that does not fit where nobody collects them, without its value', async () => {
    await warehouse.execute('CREATE TABLE people (id integer)');
    const table = Table.fromRows<{ id: unknown }>([{ id: 1 }, { id: 'ada@example.org' }]);

    const attempt = warehouse.copy(table, 'people', { ifExists: 'append' });

    await expect(attempt).rejects.toEqual(
      new RejectedRowError({ rowNumber: 2, column: 'id', reason: 'is not a whole number' }),
    );
    expect(await rowsOf('people')).toEqual([]);
  });

  it('counts the characters that no database takes, and replaces them', async () => {
    const result = await warehouse.copy(Table.fromRows([{ id: 1, name: 'a\0b\ud800c' }]), 'people');

    expect(result.replacedCharacters).toBe(2);
    expect(await rowsOf('people')).toEqual([{ id: 1, name: 'a\ufffdb\ufffdc' }]);
  });
});
