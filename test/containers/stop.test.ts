import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ContainerStack, startStack } from './support/stack.ts';

const images = inject('images');

describe.skipIf(images === undefined)('docker stop', () => {
  let stack: ContainerStack;

  beforeAll(async () => {
    if (images !== undefined) stack = await startStack(images);
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  it('lets a job store what is in flight, and the next run sends nobody twice', async () => {
    await stack.run('mobilize-to-warehouse');
    await stack.run('warehouse-transform');
    await stack.control('hold', {
      match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
      nth: 6,
      phase: 'after',
    });
    const job = await stack.start('warehouse-to-actionnetwork');
    await expect.poll(() => isHolding(stack), { timeout: 20_000 }).toBe(true);

    const stopped = job.stop(25);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await stack.control('release', {});
    await stopped;
    const { exitCode, summary } = await job.end();

    expect(exitCode).toBe(143);
    expect(summary).toMatchObject({ status: 'stopped', exitCode: 143 });
    expect(await syncedInLog(stack)).toEqual(await idsInActionNetwork(stack));

    const { exitCode: nextExitCode } = await stack.run('warehouse-to-actionnetwork');

    const [{ attempts } = { attempts: undefined }] = await stack.query(
      'SELECT max(attempts) AS attempts FROM (SELECT count(*)::int AS attempts FROM mobilize.mobilize_to_actionnetwork_log WHERE synced GROUP BY mobilizeid) counted',
    );
    expect([0, 3]).toContain(nextExitCode);
    expect(attempts).toBe(1);
    expect(await syncedInLog(stack)).toEqual(await idsInActionNetwork(stack));
  });

  it('ends a job that has not begun to write, leaves the tables as they were and the lock free', async () => {
    const before = await stack.query('SELECT count(*)::int AS count FROM mobilize.attendances');
    await stack.control('hold', { match: { api: 'mobilize' }, nth: 1 });
    const job = await stack.start('mobilize-to-warehouse', ['--full-refresh']);
    await expect.poll(() => isHolding(stack), { timeout: 20_000 }).toBe(true);

    await job.stop(25);
    const { exitCode, summary } = await job.end();
    await stack.control('release', { drop: true });

    expect(exitCode).toBe(143);
    expect(summary).toMatchObject({ status: 'stopped' });
    expect(await stack.query('SELECT count(*)::int AS count FROM mobilize.attendances')).toEqual(before);
    expect((await stack.run('mobilize-to-warehouse')).exitCode).toBe(0);
  });
});

async function isHolding(stack: ContainerStack): Promise<boolean> {
  const { holds } = await stack.control<{ holds: { waiting: unknown[] }[] }>('hold');
  return holds.some(({ waiting }) => waiting.length > 0);
}

async function syncedInLog(stack: ContainerStack): Promise<unknown[]> {
  const rows = await stack.query(
    'SELECT DISTINCT actionnetworkid FROM mobilize.mobilize_to_actionnetwork_log WHERE synced ORDER BY 1',
  );
  return rows.map(({ actionnetworkid }) => actionnetworkid);
}

async function idsInActionNetwork(stack: ContainerStack): Promise<unknown[]> {
  const { people } = await stack.control<{ people: { uuid: string }[] }>('state/actionNetwork');
  return people.map(({ uuid }) => uuid).sort();
}
