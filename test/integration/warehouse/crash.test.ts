import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import type { LoadResult, Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

interface Member {
  readonly id: number;
  readonly name: string;
}

const COLUMNS = { columns: ['id', 'name'] };

const LOADS: readonly [string, (warehouse: Warehouse, table: Table<Member>) => Promise<LoadResult>][] = [
  ['append', (warehouse, table) => warehouse.copy(table, 'members', { ifExists: 'append' })],
  ['truncate', (warehouse, table) => warehouse.copy(table, 'members', { ifExists: 'truncate' })],
  ['drop', (warehouse, table) => warehouse.copy(table, 'members', { ifExists: 'drop' })],
  [
    'alterTable',
    (warehouse, table) => warehouse.copy(table, 'members', { ifExists: 'append', alterTable: true }),
  ],
  ['upsert', (warehouse, table) => warehouse.upsert(table, 'members', { key: ['id'] })],
  ['replace', (warehouse, table) => warehouse.replace(table, 'members', { key: ['id'] })],
];

describe.each(DIALECTS)('a load that fails half-way, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;
  let other: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
    other = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await other.execute(`
      DROP TABLE IF EXISTS members;
      CREATE TABLE members (id integer PRIMARY KEY, name varchar(64));
      INSERT INTO members VALUES (1, 'Ada'), (2, 'Bob')`);
  });

  /** 60,000 rows; after the first half, something happens. */
  function rowsInterruptedBy(interrupt: () => Promise<void>): Table<Member> {
    const batch = (start: number) =>
      Array.from({ length: 1000 }, (_, index) => ({ id: 100 + start + index, name: `member ${index}` }));
    return Table.fromBatches(async function* () {
      for (let start = 0; start < 60_000; start += 1000) {
        if (start === 30_000) await interrupt();
        yield batch(start);
      }
    }, COLUMNS);
  }

  async function expectUntouched(): Promise<void> {
    expect(await other.query('SELECT * FROM members ORDER BY id').toArray()).toEqual([
      { id: 1, name: 'Ada' },
      { id: 2, name: 'Bob' },
    ]);
    const rows = await pool.sql(
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND (relname LIKE 'members\\_\\_%' OR relname LIKE 'etl\\_stage%')",
    );
    expect(rows).toEqual([]);
  }

  /**
   * Ends the connection of the load, as a killed server process would: the one that is in a transaction. On Redshift the
   * load has begun none while its rows are read, so all connections of the warehouses end.
   */
  async function killTransactions(): Promise<void> {
    const killed = await pool.sql(`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()
        ${dialect === 'postgres' ? 'AND xact_start IS NOT NULL' : "AND backend_type = 'client backend'"}`);
    if (dialect === 'postgres') expect(killed).toHaveLength(1);
    else expect(killed.length).toBeGreaterThan(0);
    await sleep(50);
  }

  it.each(LOADS)('leaves the table as it was when the connection is killed: %s', async (_name, load) => {
    const attempt = load(warehouse, rowsInterruptedBy(killTransactions));

    await expect(attempt).rejects.toBeInstanceOf(TransientError);
    await expectUntouched();
  });

  it.each(LOADS)(
    'leaves the table as it was when the rows fail, and throws their error: %s',
    async (_name, load) => {
      const failure = Object.assign(new Error('the API went away'), { code: 'ECONNRESET' });
      const table = rowsInterruptedBy(() => Promise.reject(failure));

      const attempt = load(warehouse, table);

      await expect(attempt).rejects.toBe(failure);
      await expectUntouched();
    },
  );

  it.each(LOADS)('works when it is run again after it was killed: %s', async (_name, load) => {
    await load(warehouse, rowsInterruptedBy(killTransactions)).catch(() => undefined);
    await other.execute('DELETE FROM members');

    const result = await load(
      warehouse,
      rowsInterruptedBy(async () => {}),
    );

    expect(result).toMatchObject({ read: 60_000, written: 60_000 });
    expect((await other.execute('SELECT count(*) AS n FROM members')).rows).toEqual([{ n: 60_000 }]);
  });

  it('leaves the table as it was when the connection is killed between the load and the commit', async () => {
    const attempt = warehouse.transaction(async (tx) => {
      await tx.upsert(Table.fromRows([{ id: 3, name: 'Cy' }]), 'members', { key: ['id'] });
      await killTransactions();
    });

    await expect(attempt).rejects.toBeInstanceOf(TransientError);
    await expectUntouched();
  });

  it('reads on a new connection after an idle one was killed', async () => {
    await warehouse.execute('SELECT 1');
    await pool.sql(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await sleep(50);

    expect((await warehouse.execute('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });
});
