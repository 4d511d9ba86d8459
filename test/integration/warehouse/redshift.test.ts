import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { connectWarehouse, type Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe('a warehouse that is a Redshift', () => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect: 'redshift' });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await warehouse.execute('DROP TABLE IF EXISTS people');
    await warehouse.execute('CREATE TABLE people (id integer, name varchar(8))');
  });
  afterEach(async () => {
    expect(await objectsOnS3()).toEqual([]);
  });

  async function objectsOnS3(): Promise<readonly (string | undefined)[]> {
    const { redshift } = pool.database;
    const answer = await redshift?.s3.client.send(new ListObjectsV2Command({ Bucket: redshift.s3.bucket }));
    return (answer?.Contents ?? []).map(({ Key }) => Key);
  }
  const people = () => warehouse.query('SELECT * FROM people ORDER BY id').toArray();

  it('is found out behind a postgres:// URL too', async () => {
    const databaseUrl = pool.url.replace(/^redshift:/, 'postgres:');

    const found = await connectWarehouse({ ...pool.database.settings, databaseUrl });

    expect(found.dialect).toBe('redshift');
    await found.close();
  });

  it('needs its bucket, also when it was not known beforehand that it is one', async () => {
    const databaseUrl = pool.url.replace(/^redshift:/, 'postgres:');

    const attempt = connectWarehouse({ databaseUrl });

    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toThrow('S3_TEMP_BUCKET is not set');
  });

  it('keeps null and the empty text apart, and JSON as SUPER', async () => {
    const rows = [
      { id: 1, name: '', tags: { a: ['b'] } },
      { id: 2, name: null, tags: null },
    ];

    await warehouse.copy(Table.fromRows(rows), 'people', {
      ifExists: 'drop',
      columnTypes: { tags: 'super' },
      distkey: 'id',
      sortkey: ['id', 'name'],
    });

    expect(await people()).toEqual(rows);
  });

  it('loads more rows than one part holds', { timeout: 120_000 }, async () => {
    const name = 'x'.repeat(8);
    const rows = Table.fromBatches(
      async function* () {
        for (let start = 0; start < 2_500_000; start += 1000) {
          yield Array.from({ length: 1000 }, (_, index) => ({ id: start + index, name }));
        }
      },
      { columns: ['id', 'name'] },
    );

    const result = await warehouse.copy(rows, 'people', { ifExists: 'append' });

    expect(result).toMatchObject({ read: 2_500_000, written: 2_500_000 });
  });

  it('widens a column outside of the transaction, and so not within one that has begun', async () => {
    const long = Table.fromRows([{ id: 1, name: 'Ada Lovelace' }]);
    const options = { ifExists: 'append', alterTable: true } as const;

    const attempt = warehouse.transaction(async (tx) => {
      await tx.execute('DELETE FROM people');
      await tx.copy(long, 'people', options);
    });

    await expect(attempt).rejects.toThrow('load with alterTable on the warehouse itself');
    expect(await warehouse.copy(long, 'people', options)).toMatchObject({ written: 1 });
    expect(await people()).toEqual([{ id: 1, name: 'Ada Lovelace' }]);
  });

  it('begins a transaction with its first statement: reading the rows keeps none open', async () => {
    const open: unknown[] = [];
    const slow = Table.fromBatches(
      async function* () {
        yield [{ id: 1, name: 'Ada' }];
        open.push(
          ...(await pool.sql(
            'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL',
          )),
        );
      },
      { columns: ['id', 'name'] },
    );

    await warehouse.transaction((tx) => tx.upsert(slow, 'people', { key: ['id'] }));

    expect(open).toEqual([]);
    expect(await people()).toHaveLength(1);
  });

  it('runs work again that collided with another transaction, where it may be run again', async () => {
    const work =
      (tries: { count: number }) => async (tx: Parameters<Parameters<Warehouse['transaction']>[0]>[0]) => {
        tries.count += 1;
        await tx.execute('INSERT INTO people VALUES ($1, $2)', [tries.count, 'x']);
      };
    const [repeated, once] = [{ count: 0 }, { count: 0 }];

    pool.database.redshift?.faults.conflictOnNextCommit();
    await warehouse.transaction(work(repeated), { isRepeatable: true });
    pool.database.redshift?.faults.conflictOnNextCommit();
    const attempt = warehouse.transaction(work(once));

    await expect(attempt).rejects.toBeInstanceOf(TransientError);
    expect([repeated.count, once.count]).toEqual([2, 1]);
    expect(await people()).toEqual([{ id: 2, name: 'x' }]);
  });

  it('drops a table under its late-binding views, which then show the new one, and keeps the grants of groups', async () => {
    await warehouse.execute(
      "CREATE TABLE members (id integer, name varchar(8)); INSERT INTO members VALUES (1, 'old')",
    );
    await warehouse.execute(
      'CREATE VIEW adults AS SELECT id, name FROM public.members WITH NO SCHEMA BINDING',
    );
    await pool.sql('CREATE ROLE organizers NOLOGIN; GRANT SELECT, INSERT ON members TO organizers');

    await warehouse.copy(Table.fromRows([{ id: 2, name: 'new' }]), 'members', { ifExists: 'drop' });

    expect(await warehouse.query('SELECT id, name FROM adults').toArray()).toEqual([{ id: 2, name: 'new' }]);
    const granted = await pool.sql(
      "SELECT privilege_type FROM svv_relation_privileges WHERE relation_name = 'members' AND identity_name = 'organizers' ORDER BY 1",
    );
    await pool.sql('DROP OWNED BY organizers; DROP ROLE organizers');
    expect(granted).toEqual([{ privilege_type: 'INSERT' }, { privilege_type: 'SELECT' }]);
  });

  it('tells which line and column COPY refused, and no value', async () => {
    // Nothing gets past the checks before COPY, so the column shrinks between the two.
    const rows = Table.fromBatches(
      async function* () {
        yield [
          { id: 1, name: 'Ada' },
          { id: 2, name: 'canary' },
        ];
        await pool.sql('DROP TABLE people');
        await warehouse.execute('CREATE TABLE people (id integer, name varchar(3))');
      },
      { columns: ['id', 'name'] },
    );

    const error: Error = await warehouse.copy(rows, 'people', { ifExists: 'append' }).then(
      () => new Error('it did not fail'),
      (thrown: Error) => thrown,
    );

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toMatch(/column name .*line 2 of part-00001\.csv\.gz: the value is too long/);
    expect(error.message).not.toContain('canary');
    expect(await people()).toEqual([]);
  });

  it('leaves nothing on S3 and nothing in the table when COPY fails, and does not show the key that it was lent', async () => {
    const { awsSecretAccessKey = '' } = pool.database.settings;
    pool.database.redshift?.faults.failNextCopy(`could not read with ${awsSecretAccessKey}`);

    const attempt = warehouse.copy(Table.fromRows([{ id: 1 }]), 'people', { ifExists: 'append' });

    await expect(attempt).rejects.toThrow('could not read with [masked]');
    expect(await people()).toEqual([]);
  });
});

describe('a warehouse that was set up as a Redshift and is none', () => {
  it('is refused with the product that answered', async () => {
    const database = await createTestDatabase({ migrated: false });

    const attempt = connectWarehouse({
      databaseUrl: database.url.replace(/^postgres(ql)?:/, 'redshift:'),
      s3TempBucket: 'bucket',
    });

    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toThrow(/the server says that it is PostgreSQL \d+.*: use postgres:\/\//);
    await database.drop();
  });
});
