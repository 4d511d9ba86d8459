import type { Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe.each(DIALECTS)('query, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());

  it('streams more rows than one fetch, and can be read again', async () => {
    const table = warehouse.query<{ n: number }>('SELECT n FROM generate_series(1, $1) AS n;', [2500]);

    const sizes: number[] = [];
    for await (const batch of table.batches()) sizes.push(batch.length);

    expect(sizes).toEqual([1000, 1000, 500]);
    expect(await table.numRows()).toBe(2500);
  });

  it('knows the columns of a result without rows', async () => {
    const table = warehouse.query('SELECT 1 AS id, 2 AS two WHERE false');

    expect(await table.columns()).toEqual(['id', 'two']);
    expect(await table.toArray()).toEqual([]);
  });

  it('tells the types of the columns of a query without running it', async () => {
    const columns = await warehouse.describe(
      `SELECT CAST(1 AS bigint) AS big, CAST(1 AS smallint) AS small, CAST(1 AS numeric(10, 2)) AS money, CAST(1 AS numeric) AS any,
         CAST('x' AS varchar(5)) AS short, CAST('x' AS text) AS long, CURRENT_DATE AS day, CURRENT_TIMESTAMP AS instant,
         CAST(CURRENT_DATE AS timestamp) AS clock, true AS flag, CAST(1 AS real) AS share, CAST('1 day' AS interval) AS span
       FROM generate_series(1, 5) AS n WHERE 1 / (n - 1) > $1;`,
      [0],
    );

    expect(columns).toEqual([
      { name: 'big', type: { kind: 'integer', bits: 64 } },
      { name: 'small', type: { kind: 'integer', bits: 16 } },
      { name: 'money', type: { kind: 'numeric', precision: 10, scale: 2 } },
      { name: 'any', type: { kind: 'numeric' } },
      { name: 'short', type: { kind: 'varchar', bytes: 5 } },
      { name: 'long', type: { kind: 'varchar' } },
      { name: 'day', type: { kind: 'date' } },
      { name: 'instant', type: { kind: 'timestamptz' } },
      { name: 'clock', type: { kind: 'timestamp' } },
      { name: 'flag', type: { kind: 'boolean' } },
      { name: 'share', type: { kind: 'float', bits: 32 } },
      { name: 'span', type: { kind: 'other', name: 'type 1186' } },
    ]);
  });

  it('gives values as documented', async () => {
    const [row] = await warehouse
      .query(
        `SELECT CAST(7 AS bigint) AS small, CAST(9007199254740993 AS bigint) AS large, CAST('1.50' AS numeric) AS amount,
           CAST('2026-01-31' AS date) AS day, CAST('2026-01-31 12:00:00.25+02' AS timestamptz) AS instant,
           CAST('2026-01-31 12:00:00' AS timestamp) AS clock, true AS flag, CAST(0.5 AS double precision) AS share,
           CAST(NULL AS bigint) AS nothing`,
      )
      .toArray();

    expect(row).toEqual({
      small: 7,
      large: 9007199254740993n,
      amount: '1.50',
      day: '2026-01-31',
      instant: new Date('2026-01-31T10:00:00.250Z'),
      clock: new Date('2026-01-31T12:00:00Z'),
      flag: true,
      share: 0.5,
      nothing: null,
    });
  });

  it('gives its connection back when a read is abandoned', async () => {
    const table = warehouse.query('SELECT * FROM generate_series(1, 100000)');

    for (let read = 0; read < 25; read += 1) {
      for await (const _row of table) break;
    }

    expect((await warehouse.execute('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  });

  it('refuses two columns of one name, of which one would be lost', async () => {
    const attempt = warehouse.query('SELECT 1 AS id, 2 AS id').toArray();

    await expect(attempt).rejects.toThrow('more than one column named id');
  });

  it('cannot change anything', async () => {
    await pool.sql('CREATE SEQUENCE numbers');

    const attempt = warehouse.query("SELECT nextval('numbers')").toArray();

    // Redshift has no sequences in the first place.
    await expect(attempt).rejects.toThrow(dialect === 'postgres' ? 'read-only' : 'does not exist');
  });

  it('reads what its own transaction has written, beside other statements', async () => {
    const total = await warehouse.transaction(async (tx) => {
      await tx.execute('CREATE TABLE numbers_read AS SELECT n FROM generate_series(1, 1500) AS n');
      let sum = 0;
      for await (const { n } of tx.query<{ n: number }>('SELECT n FROM numbers_read')) {
        sum += n;
        if (n % 500 === 0) await tx.execute('SELECT 1');
      }
      return sum;
    });

    expect(total).toBe((1500 * 1501) / 2);
  });

  it('says what is wrong with the SQL, and where', async () => {
    const attempt = warehouse.query('SELECT nme FROM etl.job_runs').toArray();

    await expect(attempt).rejects.toMatchObject({
      name: 'PermanentError',
      message: expect.stringContaining('column "nme" does not exist'),
      facts: { code: '42703', position: expect.any(Number) },
    });
  });

  it('can be loaded in the same transaction once it has been put aside, and says so where it was not', async () => {
    await warehouse.execute('CREATE TABLE copied (n integer)');
    const load = (isPutAside: boolean) =>
      warehouse.transaction(async (tx) => {
        const numbers = tx.query('SELECT n FROM generate_series(1, 3) AS n');
        const table = isPutAside ? await numbers.materialize() : numbers;
        return await tx.copy(table, 'copied', { ifExists: 'append' });
      });

    // Redshift's rows are all on S3 before the connection is needed for the COPY.
    if (dialect === 'postgres') await expect(load(false)).rejects.toThrow('materialize');
    else expect(await load(false)).toMatchObject({ written: 3 });
    expect(await load(true)).toMatchObject({ written: 3 });
  });
});
