import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '@movement-etl/lib/errors';
import { silentLogger } from '@movement-etl/lib/logging';
import { describe, expect, it } from 'vitest';
import { LeaseKeeper } from '../../../lib/job/lease-keeper.ts';
import { FakeLeaseStore } from './fakes.ts';

async function keep(store: FakeLeaseStore) {
  const lost: TransientError[] = [];
  const keeper = await LeaseKeeper.acquire({
    store,
    target: 'nowhere',
    job: 'fake-job',
    runId: 'a-run',
    logger: silentLogger,
    now: () => new Date(),
    onLost: (error) => lost.push(error),
    renewEveryMs: 5,
  });
  return { keeper, lost };
}

describe('the lease of a run', () => {
  it('is renewed until it is released', async () => {
    const store = new FakeLeaseStore();
    const { keeper, lost } = await keep(store);

    await sleep(40);
    await keeper.release();
    const renewals = store.events.length;
    await sleep(20);

    expect(store.events).toContain('renew');
    expect(store.events.at(-1)).toBe('release');
    expect(store.events).toHaveLength(renewals);
    expect(lost).toEqual([]);
  });

  it('is reported as lost once, and is then neither proved nor released', async () => {
    const store = new FakeLeaseStore();
    const { keeper, lost } = await keep(store);

    store.isLost = true;
    await sleep(30);

    expect(lost).toHaveLength(1);
    await expect(keeper.assertHeld()).rejects.toBeInstanceOf(TransientError);
    await keeper.release();
    expect(store.events).not.toContain('release');
  });

  it('survives a renewal that fails', async () => {
    const store = new FakeLeaseStore();
    let attempts = 0;
    store.renew = async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('connection lost');
      return true;
    };
    const { keeper, lost } = await keep(store);

    await sleep(30);
    await keeper.release();

    expect(attempts).toBeGreaterThan(1);
    expect(lost).toEqual([]);
  });
});
