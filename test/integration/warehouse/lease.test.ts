import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '@movement-etl/lib/errors';
import { createWarehouseLease, type Warehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DIALECTS } from '../../support/test-database.ts';
import { createWarehousePool, type WarehousePool } from './warehouse-pool.ts';

const TTL = { ttlSeconds: 60 };

describe.each(DIALECTS)('the lease of a target, on %s', (dialect) => {
  let pool: WarehousePool;
  let warehouse: Warehouse;

  beforeAll(async () => {
    pool = await createWarehousePool({ dialect });
    warehouse = await pool.connect();
  });
  afterAll(() => pool.drop());
  beforeEach(async () => {
    await warehouse.execute('DELETE FROM etl.job_leases');
  });

  const claim = (runId: string) => ({ runId, job: 'mobilize-to-warehouse', ...TTL });
  const expire = () => pool.sql("UPDATE etl.job_leases SET expires_at = now() - interval '1 second'");

  async function grant(runId: string, target = 'mobilize.attendances') {
    const answer = await createWarehouseLease(warehouse, target).acquire(claim(runId));
    return 'fence' in answer ? { runId, fence: answer.fence } : undefined;
  }

  it('is granted to one of ten that ask at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const own = index < 3 ? await pool.connect() : warehouse;
        return await createWarehouseLease(own, 'mobilize.attendances').acquire(claim(`run ${index}`));
      }),
    );

    expect(answers.filter((answer) => 'fence' in answer)).toEqual([{ fence: 1 }]);
    expect(answers.filter((answer) => 'heldBy' in answer)).toHaveLength(9);
  });

  it('tells who has it and since when', async () => {
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    await lease.acquire(claim('first'));

    const answer = await lease.acquire(claim('second'));

    expect(answer).toEqual({
      heldBy: { runId: 'first', since: expect.any(Date), renewedAt: expect.any(Date) },
    });
  });

  it('is one a target: two targets do not wait for each other', async () => {
    expect(await grant('a', 'mobilize.attendances')).toBeDefined();
    expect(await grant('b', 'mobilize.events')).toBeDefined();
  });

  it('goes to the next one when its holder has died, with a higher fence', async () => {
    await grant('first');
    await expire();

    expect(await grant('second')).toEqual({ runId: 'second', fence: 2 });
  });

  it('expires by the clock of the database after the time asked for', async () => {
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    await lease.acquire({ ...claim('first'), ttlSeconds: 2 });
    const early = await lease.acquire(claim('second'));
    await sleep(2100);

    const late = await lease.acquire(claim('second'));

    expect([early, late]).toEqual([{ heldBy: expect.anything() }, { fence: 2 }]);
  });

  it('lives on while it is renewed, and cannot be renewed by one who lost it', async () => {
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    const first = { runId: 'first', fence: 1 };
    await lease.acquire(claim('first'));

    expect(await lease.renew(first, TTL)).toBe(true);
    await expire();
    expect(await lease.renew(first, TTL)).toBe(true);
    await expire();
    await lease.acquire(claim('second'));
    expect(await lease.renew(first, TTL)).toBe(false);
  });

  it('is free at once when it is released, and stays another’s when that one has it', async () => {
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    await lease.acquire(claim('first'));
    await lease.release({ runId: 'first', fence: 1 });

    expect(await lease.acquire(claim('second'))).toEqual({ fence: 2 });
    await lease.release({ runId: 'first', fence: 1 });
    expect(await lease.acquire(claim('third'))).toMatchObject({ heldBy: { runId: 'second' } });
  });

  it('rolls the data back when it was lost before the commit', async () => {
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    await lease.acquire(claim('first'));
    await warehouse.execute('CREATE TABLE IF NOT EXISTS fenced (run varchar(9)); DELETE FROM fenced');
    await expire();
    await lease.acquire(claim('second'));

    const attempt = warehouse.transaction(async (tx) => {
      await tx.execute("INSERT INTO fenced VALUES ('first')");
      await lease.assertHeld({ runId: 'first', fence: 1 }, tx);
    });

    await expect(attempt).rejects.toBeInstanceOf(TransientError);
    expect((await warehouse.execute('SELECT * FROM fenced')).rows).toEqual([]);
  });

  it('cannot be taken over between the proof and the commit', async () => {
    const other = await pool.connect();
    const lease = createWarehouseLease(warehouse, 'mobilize.attendances');
    await lease.acquire(claim('first'));
    await expire();
    const order: string[] = [];

    let takeover: Promise<unknown> = Promise.resolve();
    await warehouse.transaction(async (tx) => {
      await lease.assertHeld({ runId: 'first', fence: 1 }, tx);
      takeover = createWarehouseLease(other, 'mobilize.attendances')
        .acquire(claim('second'))
        .then(() => order.push('taken over'));
      await sleep(200);
      order.push('commit');
    });
    await takeover;

    expect(order).toEqual(['commit', 'taken over']);
  });
});
