import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { alertMessage } from '../../../lib/job/alert-message.ts';
import { alertKind } from '../../../lib/job/alert-rule.ts';
import type { PreviousRun } from '../../../lib/job/index.ts';
import { createScene } from './fakes.ts';
import { summaryWith } from './summaries.ts';

const ALWAYS = { partialShare: 0 };

function previousWith(facts: Partial<PreviousRun> = {}): PreviousRun {
  return {
    runId: '20261120T010003Z-0c11aa',
    status: 'succeeded',
    exitCode: 0,
    startedAt: new Date('2026-11-20T01:00:03Z'),
    counts: { read: 100, rejected: 0, failed: 0 },
    ...facts,
  };
}

describe('people', () => {
  it.each([
    { status: 'succeeded', exitCode: 0, told: false },
    { status: 'partial', exitCode: 3, told: true },
    { status: 'failed', exitCode: 1, told: true },
    { status: 'failed', exitCode: 2, told: true },
    { status: 'failed', exitCode: 75, told: true },
    { status: 'held', exitCode: 75, told: false },
    { status: 'stopped', exitCode: 143, told: true },
    { status: 'stopped', exitCode: 130, told: false },
  ] as const)('are told ($told) of a run that $status with $exitCode', ({ status, exitCode, told }) => {
    const summary = summaryWith({ status, exitCode }, { read: 10, failed: status === 'partial' ? 1 : 0 });

    expect(alertKind(summary, undefined, ALWAYS)).toBe(told ? 'trouble' : undefined);
  });

  it('are never told of a dry run', () => {
    const summary = summaryWith({ status: 'failed', exitCode: 1, dryRun: true });

    expect(alertKind(summary, previousWith({ status: 'failed' }), ALWAYS)).toBeUndefined();
  });

  it.each([
    { rejected: 2, failed: 3, share: 0.05, told: false },
    { rejected: 3, failed: 3, share: 0.05, told: true },
    { rejected: 0, failed: 1, share: 0, told: true },
    { rejected: 100, failed: 0, share: 1, told: false },
  ])(
    'are told ($told) of $rejected rejected and $failed failed of 100 records where the share is $share',
    ({ rejected, failed, share, told }) => {
      const summary = summaryWith({ status: 'partial', exitCode: 3 }, { read: 100, rejected, failed });

      expect(alertKind(summary, undefined, { partialShare: share })).toBe(told ? 'trouble' : undefined);
    },
  );

  it.each([
    { before: 'failed', exitCode: 1, told: true },
    { before: 'killed', exitCode: undefined, told: true },
    { before: 'stopped', exitCode: 143, told: true },
    { before: 'stopped', exitCode: 130, told: false },
    { before: 'succeeded', exitCode: 0, told: false },
  ] as const)(
    'are told ($told) that it works again when the run before $before with $exitCode',
    ({ before, exitCode, told }) => {
      const previous = previousWith({ status: before, exitCode });

      expect(alertKind(summaryWith(), previous, ALWAYS)).toBe(told ? 'recovery' : undefined);
    },
  );

  it('are told of a recovery only if they were told of the partial run before it', () => {
    const counts = { read: 100, rejected: 0, failed: 4 };
    const previous = previousWith({ status: 'partial', exitCode: 3, counts });

    const kinds = [0.03, 0.05].map((partialShare) => alertKind(summaryWith(), previous, { partialShare }));

    expect(kinds).toEqual(['recovery', undefined]);
  });

  it('are not told again and again that it works: a run that gives way to another is no recovery', () => {
    const held = summaryWith({ status: 'held', exitCode: 75 });

    expect(alertKind(held, previousWith({ status: 'failed' }), ALWAYS)).toBeUndefined();
    expect(alertKind(summaryWith(), previousWith(), ALWAYS)).toBeUndefined();
  });

  it('are told once through the webhook of Slack, without its address getting into the log', async () => {
    const bodies: string[] = [];
    const server = createServer(async (request, response) => {
      bodies.push(`${request.url} ${await Array.fromAsync(request.setEncoding('utf8'))}`);
      response.end('ok');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const scene = createScene();

    await scene.run(() => Promise.reject(new Error('lou@example.org is unknown')), {
      env: {
        SLACK_API_WEBHOOK: `http://127.0.0.1:${port}/services/T0/B0/canary-webhook`,
        LOG_LEVEL: 'trace',
      },
      host: { alert: undefined },
    });
    server.close();

    expect(bodies).toHaveLength(1);
    expect(bodies[0]).toMatch(/^\/services\/T0\/B0\/canary-webhook .*fake-job failed after/);
    expect(bodies[0]).not.toContain('lou@example.org');
    expect(scene.stdout.text).not.toContain('canary-webhook');
    expect(scene.stdout.lines.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('read what happened, when, and what to do', () => {
    const error = { class: 'ConfigError', message: 'make the tab Sheet1', step: 'load' };
    const summary = summaryWith({ status: 'failed', exitCode: 2, error }, { read: 1_234 });

    expect(alertMessage(summary, { kind: 'trouble', previous: undefined })).toEqual({
      title: 'mobilize-to-warehouse failed after 3.2 s',
      fields: [
        ['run', '20261121T034712Z-9f2c61, version 1.2.3'],
        ['target', 'mobilize.attendances'],
        ['read', '1,234'],
        ['written', '0'],
        ['exit code', '2'],
        ['started', '2026-11-21T03:47:12.000Z'],
        ['finished', '2026-11-21T03:47:15.200Z'],
        ['meaning', 'settings or flags are wrong, or something is not set up: running again cannot help'],
      ],
      text: 'ConfigError in load: make the tab Sheet1',
    });
  });
});

it('people read that it works again, and that the run before was killed', () => {
  const previous = previousWith({ status: 'killed', exitCode: undefined });

  const { title, fields } = alertMessage(summaryWith(), { kind: 'recovery', previous });

  expect(title).toBe('mobilize-to-warehouse works again: succeeded in 3.2 s');
  expect(fields).toContainEqual([
    'the run before',
    'was killed: it ended without a word, and nothing half done was stored; started 2026-11-20T01:00:03.000Z, 20261120T010003Z-0c11aa',
  ]);
});

it('one run sends one message at most, with how the run before ended', async () => {
  const scene = createScene();
  scene.history.before = previousWith({ status: 'failed', exitCode: 1 });

  await scene.run(async () => {});
  scene.history.before = previousWith();
  await scene.run(async () => {});

  expect(scene.alert.occasions).toEqual([
    { kind: 'recovery', previous: previousWith({ status: 'failed', exitCode: 1 }) },
  ]);
});

it('a history that does not answer costs the recovery its message, and nothing else', async () => {
  const scene = createScene();
  scene.history.previous = () => Promise.reject(new Error('the warehouse is gone'));

  const exitCode = await scene.run(() => Promise.reject(new Error('no luck')));

  expect(exitCode).toBe(1);
  expect(scene.alert.occasions).toEqual([{ kind: 'trouble', previous: undefined }]);
});

it('an alert that cannot be sent is a warning and changes nothing about the run', async () => {
  const scene = createScene();
  scene.alert.send = async () => {
    throw new Error('no_active_hooks');
  };

  const exitCode = await scene.run(async (run) => run.counts.add({ read: 100, written: 99, failed: 1 }));

  expect(exitCode).toBe(3);
  expect(scene.stdout.lines.at(-2)).toMatchObject({ level: 'warn', msg: 'the alert could not be sent' });
  expect(scene.stdout.lastLine.summary).toMatchObject({ status: 'partial' });
});
