import { Table } from '@movement-etl/lib/table';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe.each(DIALECTS)('replace, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
    await pool.sql('CREATE ROLE replace_reader').catch(() => undefined);
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await pool.sql(`
      DROP TABLE IF EXISTS mobilize.members CASCADE;
      CREATE TABLE mobilize.members (
        id bigint NOT NULL PRIMARY KEY, name varchar(64), points integer DEFAULT 5 CHECK (points >= 0)
      );
      CREATE INDEX members_by_name ON mobilize.members (lower(name));
      GRANT SELECT ON mobilize.members TO replace_reader;
      INSERT INTO mobilize.members VALUES (1, 'Ada', 1), (2, 'Bob', 2)`);
  });

  const members = () => warehouse.query('SELECT * FROM mobilize.members ORDER BY id').toArray();

  it('puts the new rows in the place of all old ones', async () => {
    const rows = [{ id: 3, name: 'Cy', points: 3 }];

    const result = await warehouse.replace(Table.fromRows(rows), 'mobilize.members', { key: ['id'] });

    expect(result).toMatchObject({ read: 1, written: 1, inserted: 1, updated: 0 });
    expect(await members()).toEqual(rows);
  });

  it('keeps keys, indexes, checks, defaults and grants under their names, again and again', async () => {
    const describeTable = async () =>
      await pool.sql(`
          SELECT conname || ' ' || pg_get_constraintdef(oid) AS what FROM pg_constraint
            WHERE conrelid = 'mobilize.members'::regclass
          UNION SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'mobilize.members'::regclass
          UNION SELECT grantee || ' ' || privilege_type FROM information_schema.role_table_grants
            WHERE table_name = 'members'
          UNION SELECT column_name || ' ' || data_type || coalesce(column_default, '') || is_nullable
            FROM information_schema.columns WHERE table_name = 'members'
          ORDER BY 1`);
    const before = await describeTable();

    for (const id of [5, 6]) {
      await warehouse.replace(Table.fromRows([{ id, name: 'x' }]), 'mobilize.members', { key: ['id'] });
    }

    expect(before.length).toBeGreaterThan(7);
    expect(await describeTable()).toEqual(before);
    expect(await members()).toEqual([{ id: 6, name: 'x', points: 5 }]);
  });

  it('keeps one row of each key, the newest', async () => {
    const rows = [
      { id: 1, name: 'old', points: 1 },
      { id: 1, name: 'new', points: 9 },
      { id: 1, name: 'older', points: 0 },
    ];

    const result = await warehouse.replace(Table.fromRows(rows), 'mobilize.members', {
      key: ['id'],
      newest: 'points',
    });

    expect(result).toMatchObject({ read: 3, written: 1, duplicates: 2 });
    expect(await members()).toEqual([{ id: 1, name: 'new', points: 9 }]);
  });

  it('moves the rows where views depend on the table', async () => {
    await pool.sql('CREATE VIEW mobilize.names AS SELECT name FROM mobilize.members');

    await warehouse.replace(Table.fromRows([{ id: 7, name: 'Gil', points: 1 }]), 'mobilize.members');

    expect(await warehouse.query('SELECT * FROM mobilize.names').toArray()).toEqual([{ name: 'Gil' }]);
    expect(await pool.sql("SELECT to_regclass('mobilize.members__new') AS t")).toEqual([{ t: null }]);
  });

  it('keeps triggers', async () => {
    await pool.sql(`
      CREATE OR REPLACE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN NEW.name := upper(NEW.name); RETURN NEW; END';
      CREATE TRIGGER shout BEFORE INSERT ON mobilize.members FOR EACH ROW EXECUTE FUNCTION shout()`);

    await warehouse.replace(Table.fromRows([{ id: 7, name: 'Gil', points: 1 }]), 'mobilize.members');
    await warehouse.execute("INSERT INTO mobilize.members VALUES (8, 'Hal')");

    expect((await members()).map(({ name }) => name)).toEqual(['GIL', 'HAL']);
  });

  it('shows readers the old or the new rows, never anything else', async () => {
    const reader = await pool.connect();
    const seen = new Set<number>();
    let isDone = false;
    const reading = (async () => {
      while (!isDone) {
        const { rows } = await reader.execute<{ n: number }>('SELECT count(*) AS n FROM mobilize.members');
        seen.add(rows[0]?.n ?? -1);
      }
    })();
    const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `m${id}`, points: 1 }));

    await warehouse.replace(Table.fromRows(rows), 'mobilize.members', { key: ['id'] });
    await warehouse.replace(Table.fromRows(rows.slice(0, 7)), 'mobilize.members', { key: ['id'] });
    isDone = true;
    await reading;

    expect([...seen].filter((count) => ![2, 20_000, 7].includes(count))).toEqual([]);
  });

  it('leaves the old rows when a new one breaks a check', async () => {
    const attempt = warehouse.replace(Table.fromRows([{ id: 1, points: -1 }]), 'mobilize.members');

    await expect(attempt).rejects.toThrow(/violate/);
    expect(await members()).toHaveLength(2);
  });

  it('refuses a table that is not there', async () => {
    const attempt = warehouse.replace(Table.fromRows([{ id: 1 }]), 'mobilize.nowhere');

    await expect(attempt).rejects.toThrow('there is no table mobilize.nowhere to replace');
  });

  it('empties the table for a table without rows', async () => {
    await warehouse.replace(Table.fromRows<object>([]), 'mobilize.members', { key: ['id'] });

    expect(await members()).toEqual([]);
  });
});
