import { PermanentError } from '@movement-etl/lib/errors';
import type { Session, Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

describe.each(DIALECTS)('transaction, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await warehouse.execute('DROP TABLE IF EXISTS notes; CREATE TABLE notes (id integer)');
  });

  const count = async () => (await warehouse.execute('SELECT id FROM notes')).rowCount;

  it('commits what was done when the work returns, and answers its result', async () => {
    const result = await warehouse.transaction(async (tx) => {
      await tx.execute('INSERT INTO notes VALUES ($1)', [1]);
      return 'done';
    });

    expect(result).toBe('done');
    expect(await count()).toBe(1);
  });

  it('rolls back when the work throws, and throws the same error', async () => {
    const failure = new Error('no');

    const attempt = warehouse.transaction(async (tx) => {
      await tx.execute('INSERT INTO notes VALUES (1)');
      throw failure;
    });

    await expect(attempt).rejects.toBe(failure);
    expect(await count()).toBe(0);
  });

  it('does not pretend to have committed when the error of a statement was swallowed', async () => {
    const attempt = warehouse.transaction(async (tx) => {
      await tx.execute('INSERT INTO notes VALUES (1)');
      await tx.execute('SELECT 1 / 0').catch(() => undefined);
    });

    await expect(attempt).rejects.toThrow('the error of one of its statements was ignored');
    expect(await count()).toBe(0);
  });

  it('refuses its session once it has ended', async () => {
    let escaped: Session | undefined;
    await warehouse.transaction(async (tx) => {
      escaped = tx;
    });

    await expect(escaped?.execute('SELECT 1')).rejects.toBeInstanceOf(PermanentError);
  });

  it('fails at a deadlock with an error that says that a retry may help', async () => {
    await warehouse.execute('INSERT INTO notes VALUES (1), (2)');
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    const lock = (first: number, second: number) =>
      warehouse.transaction(async (tx) => {
        await tx.execute('UPDATE notes SET id = id WHERE id = $1', [first]);
        waiting += 1;
        if (waiting === 2) both.resolve();
        await both.promise;
        await tx.execute('UPDATE notes SET id = id WHERE id = $1', [second]);
      });

    const outcomes = await Promise.allSettled([lock(1, 2), lock(2, 1)]);

    const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(failed.map(({ reason }) => [reason.name, reason.facts.code])).toEqual([
      ['TransientError', '40P01'],
    ]);
  });

  it('refuses more values than Redshift can count', async () => {
    const values = Array.from({ length: 32_768 }, () => 1);

    await expect(warehouse.execute('SELECT 1', values)).rejects.toThrow('at most 32767');
  });
});
