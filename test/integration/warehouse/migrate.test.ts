import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import {
  assertMayMigrate,
  connectWarehouse,
  migrate,
  pendingMigrations,
  type Warehouse,
} from '@movement-etl/lib/warehouse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { toWarehouseSettings } from '../../support/warehouse-settings.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

const MIGRATIONS = new URL('../../../sql/migrations/', import.meta.url);

describe.each(DIALECTS)('migrate, on %s', (dialect) => {
  let pool: WarehousePool;
  let folder: string;

  beforeEach(async () => {
    pool = await createWarehousePool({ dialect, migrated: false });
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  });

  afterEach(async () => {
    await pool.drop();
    await rm(folder, { recursive: true });
  });

  const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
  const migrationNames = async () =>
    (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  const directory = () => pathToFileURL(`${folder}/`);

  it('runs the files of the project on an empty database, and nothing the second time', async () => {
    await assertMayMigrate(await pool.connect());
    const first = await migrate(await pool.connect(), MIGRATIONS);
    const second = await migrate(await pool.connect(), MIGRATIONS);

    expect(first).toEqual(await migrationNames());
    expect(second).toEqual([]);
  });

  it('runs each file once when six processes start at the same time', async () => {
    await write('0001_one.sql', 'CREATE TABLE one (n integer)');
    await write('0002_two.sql', 'INSERT INTO one VALUES (1)');
    const warehouses = await Promise.all(Array.from({ length: 6 }, () => pool.connect()));

    const applied = await Promise.all(warehouses.map((warehouse) => migrate(warehouse, directory())));

    expect(applied.flat().sort()).toEqual(['0001_one.sql', '0002_two.sql']);
    const [warehouse] = warehouses;
    expect((await warehouse?.execute('SELECT n FROM one'))?.rowCount).toBe(1);
  });

  it('leaves nothing of a file that fails, keeps the files before it, and names the file', async () => {
    const warehouse = await pool.connect();
    await write('0001_good.sql', 'CREATE TABLE good (n integer)');
    await write('0002_bad.sql', 'CREATE TABLE bad (n integer); SELECT * FROM nowhere');

    const attempt = migrate(warehouse, directory());

    await expect(attempt).rejects.toThrow(/0002_bad\.sql.*nowhere/);
    await expect(attempt).rejects.toBeInstanceOf(PermanentError);
    const rows = await pool.sql("SELECT to_regclass('good') AS good, to_regclass('bad') AS bad");
    expect(rows).toEqual([{ good: 'good', bad: null }]);
    expect(await pendingMigrations(warehouse, directory())).toEqual(['0002_bad.sql']);
  });

  it('refuses to go on when a file was changed after it had been run', async () => {
    const warehouse = await pool.connect();
    await write('0001_one.sql', 'CREATE TABLE one (n integer)');
    await migrate(warehouse, directory());
    await write('0001_one.sql', 'CREATE TABLE one (n bigint)');

    const attempt = migrate(warehouse, directory());

    await expect(attempt).rejects.toThrow('the migration 0001_one.sql was changed after it had been run');
  });

  it('lists everything as pending, and makes nothing, on a database that was never migrated', async () => {
    const warehouse = await pool.connect();

    const pending = await pendingMigrations(warehouse, MIGRATIONS);

    expect(pending).toEqual(await migrationNames());
    const { rowCount } = await warehouse.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'etl'");
    expect(rowCount).toBe(0);
  });

  it.each([
    ['a gap in the numbers', '0002_two.sql'],
    ['a name without a number', 'two.sql'],
    ['a name in capitals', '0001_Two.sql'],
  ])('refuses %s', async (_what, name) => {
    await write(name, 'SELECT 1');

    const attempt = migrate(await pool.connect(), directory());

    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
  });

  it('has a comment in words at the head of every file of the project', async () => {
    const files = await pendingMigrations(await pool.connect(), MIGRATIONS);

    const contents = await Promise.all(files.map((name) => readFile(new URL(name, MIGRATIONS), 'utf8')));

    for (const content of contents) expect(content).toMatch(/^-- [A-Z].{40}/);
  });
});

describe('a user who may not make schemas', () => {
  const user = 'etl_without_create';
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeEach(async () => {
    pool = await createWarehousePool({ migrated: false });
    const url = new URL(pool.url);
    await pool.sql(`
      DO $$ BEGIN CREATE ROLE ${user} LOGIN PASSWORD 'x'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
      REVOKE CREATE ON DATABASE ${pool.database.name} FROM PUBLIC`);
    url.username = user;
    url.password = 'x';
    warehouse = await connectWarehouse(toWarehouseSettings({ DATABASE_URL: url.href }));
  });

  afterEach(async () => {
    await warehouse.close();
    await pool.drop();
  });

  it('gets all tables in schemas that somebody else has made', async () => {
    await pool.sql(`
      CREATE SCHEMA etl;
      CREATE SCHEMA mobilize;
      GRANT USAGE, CREATE ON SCHEMA etl, mobilize TO ${user}`);

    await assertMayMigrate(warehouse);
    await migrate(warehouse, MIGRATIONS);

    expect(await pendingMigrations(warehouse, MIGRATIONS)).toEqual([]);
  });

  it('is told what to have granted, by a check too', async () => {
    const problem = /schemas etl and mobilize and grant this user USAGE and CREATE/;

    await expect(assertMayMigrate(warehouse)).rejects.toThrow(problem);
    await expect(migrate(warehouse, MIGRATIONS)).rejects.toThrow(problem);
    await expect(migrate(warehouse, MIGRATIONS)).rejects.toBeInstanceOf(ConfigError);
  });
});
