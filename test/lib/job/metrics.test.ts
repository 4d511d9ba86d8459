import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ReceivedRequest,
  type Reply,
  startHttpServer,
  type TestHttpServer,
} from '../../support/http-server.ts';
import { createScene } from './fakes.ts';

let gateway: TestHttpServer;
let reply: Reply;
const received: ReceivedRequest[] = [];

beforeEach(async () => {
  received.length = 0;
  reply = { text: '' };
  gateway = await startHttpServer((request) => {
    received.push(request);
    return reply;
  });
});
afterEach(() => gateway.close());

describe('the metrics of a run', () => {
  const env = () => ({ PUSHGATEWAY_URL: gateway.url });

  it('are left with the Pushgateway, in a group of the job and its target', async () => {
    const scene = createScene();

    await scene.run(async (run) => run.counts.add({ read: 12, written: 12 }), { env: env() });

    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({
      method: 'POST',
      path: `/metrics/job@base64/${base64('fake-job')}/target@base64/${base64('nowhere')}`,
    });
    expect(received[0]?.body).toMatch(/^# HELP etl_last_run_timestamp_seconds .*\n# TYPE .* gauge\n/);
    expect(received[0]?.body).toMatch(/^etl_last_success_timestamp_seconds \d+/m);
    expect(received[0]?.body).toContain('\netl_last_run_records{outcome="read"} 12\n');
    expect(received[0]?.body).toContain('\netl_last_run_exit_code 0\n');
  });

  it('say nothing of success when it failed, so that the time of the last one stays', async () => {
    const scene = createScene();

    await scene.run(() => Promise.reject(new Error('no luck')), { env: env() });

    expect(received[0]?.body).toContain('\netl_last_run_exit_code 1\n');
    expect(received[0]?.body).not.toContain('etl_last_success_timestamp_seconds');
  });

  it('are not left after a dry run, nor when the run gave way to another', async () => {
    const scene = createScene();
    await scene.run(undefined, { env: env(), argv: ['--dry-run'] });
    scene.leases.heldBy = { runId: 'other', since: new Date(), renewedAt: new Date() };
    await scene.run(undefined, { env: env() });

    expect(received).toEqual([]);
  });

  it('that nobody takes are a warning and change nothing about the run', async () => {
    reply = { status: 400, text: 'no' };
    const scene = createScene();

    const exitCode = await scene.run(undefined, { env: env() });

    expect(exitCode).toBe(0);
    expect(scene.stdout.lines.at(-2)).toMatchObject({
      level: 'warn',
      msg: 'the metrics could not be pushed',
    });
    expect(scene.stdout.lastLine.summary).toMatchObject({ status: 'succeeded' });
  });
});

function base64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
