import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type ContainerStack, startStack } from './support/stack.ts';

const images = inject('images');

describe.skipIf(images === undefined)('the exit code of a container', () => {
  let stack: ContainerStack;

  beforeAll(async () => {
    if (images !== undefined) stack = await startStack(images);
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  it('is 0 when the work is done', async () => {
    const { exitCode, summary } = await stack.run('mobilize-to-warehouse');

    expect(summary).toMatchObject({ status: 'succeeded', exitCode: 0 });
    expect(exitCode).toBe(0);
  });

  it('is 1 when the remote side refuses for good', async () => {
    await stack.control('faults', {
      match: { api: 'mobilize' },
      times: 1,
      action: { kind: 'status', status: 400, body: { error: { detail: 'no' } } },
    });

    const { exitCode, summary } = await stack.run('mobilize-to-warehouse', ['--full-refresh']);

    expect(summary).toMatchObject({ status: 'failed', error: { class: 'PermanentError' } });
    expect(exitCode).toBe(1);
  });

  it('is 2 without settings, and the log names every one that is missing', async () => {
    const { exitCode, summary } = await stack.run('warehouse-to-actionnetwork', [], {});

    expect(summary).toMatchObject({ error: { message: expect.stringContaining('AN_API_TOKEN') } });
    expect(exitCode).toBe(2);
  });

  it('is 2 for a flag that does not exist', async () => {
    const { exitCode, stderr } = await stack.run('warehouse-transform', ['--dry-rum']);

    expect(stderr).toContain('did you mean --dry-run?');
    expect(exitCode).toBe(2);
  });

  it('is 3 when Action Network refuses some people, and 0 with PARTIAL_OK', async () => {
    await stack.run('mobilize-to-warehouse');
    await stack.run('warehouse-transform');
    const refuseOne = {
      match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
      times: 1,
      action: { kind: 'status', status: 400, body: { error: 'refused' } },
    };

    await stack.control('faults', refuseOne);
    const plain = await stack.run('warehouse-to-actionnetwork', ['--limit', '5']);
    await stack.control('faults', refuseOne);
    const tolerant = await stack.run('warehouse-to-actionnetwork', ['--limit', '5', '--retry-failed'], {
      ...stack.env,
      PARTIAL_OK: 'yes',
    });

    expect(plain.summary).toMatchObject({ status: 'partial', counts: { failed: expect.toSatisfy(isSome) } });
    expect(plain.exitCode).toBe(3);
    expect(tolerant.summary).toMatchObject({ status: 'partial' });
    expect(tolerant.exitCode).toBe(0);
  });

  it('is 75 while another run holds the lock', async () => {
    await stack.control('hold', { match: { api: 'mobilize' }, nth: 1 });
    const first = await stack.start('mobilize-to-warehouse');
    await expect.poll(async () => waitingIn(stack), { timeout: 20_000 }).toBe(1);

    const second = await stack.run('mobilize-to-warehouse');
    await stack.control('release', {});
    const { exitCode } = await first.end();

    expect(second.summary).toMatchObject({ status: 'held' });
    expect(second.exitCode).toBe(75);
    expect(exitCode).toBe(0);
  });
});

function isSome(count: number): boolean {
  return count > 0;
}

async function waitingIn(stack: ContainerStack): Promise<number> {
  const { holds } = await stack.control<{ holds: { waiting: unknown[] }[] }>('hold');
  return holds.flatMap(({ waiting }) => waiting).length;
}
