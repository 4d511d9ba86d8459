import { createMask, silentLogger } from '@movement-etl/lib/logging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ActiveStep } from '../../../lib/job/active-step.ts';
import { JsonReporter } from '../../../lib/job/json-reporter.ts';
import { openOutput } from '../../../lib/job/open-output.ts';
import { formatDuration, formatRows } from '../../../lib/job/plain-words.ts';
import { PrettyReporter } from '../../../lib/job/pretty-reporter.ts';
import type { Reporter } from '../../../lib/job/reporter.ts';
import { createScene, FakeStream } from './fakes.ts';
import { summaryWith } from './summaries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function openJsonOutput(stdout: FakeStream) {
  return openOutput({
    stdout,
    env: {},
    format: undefined,
    level: 'info',
    mask: createMask([]),
    base: { job: 'a-job', runId: 'a-run' },
  });
}

function advanceForSeconds(reporter: Reporter, seconds: number): void {
  const step = new ActiveStep({ name: 'extract', logger: silentLogger, reporter });
  for (let second = 0; second < seconds; second += 1) {
    vi.advanceTimersByTime(1_000);
    step.advance(100);
  }
  step.end('done');
}

describe('progress without a terminal', () => {
  it('is a log line at most every ten seconds', async () => {
    const stdout = new FakeStream();
    const { reporter } = await openJsonOutput(stdout);

    advanceForSeconds(reporter, 35);

    expect(reporter).toBeInstanceOf(JsonReporter);
    const progress = stdout.lines.filter((line) => line.msg === 'step goes on');
    expect(progress.map((line) => line.rowCount)).toEqual([1_000, 2_000, 3_000]);
    expect(progress[0]).toMatchObject({ step: 'extract', rowsPerSecond: 100 });
    expect(stdout.lastLine).toMatchObject({ msg: 'step ended', rowCount: 3_500, durationMs: 35_000 });
  });

  it('is a plain line at most every ten seconds where people read it', () => {
    const stdout = new FakeStream();
    const reporter = new PrettyReporter({ stdout, mask: createMask([]), hasColors: false });

    advanceForSeconds(reporter, 12);

    expect(stdout.text).toBe('… extract  1,000 rows, 10.0 s\n✓ extract  1,200 rows, 12.0 s\n');
  });
});

it('the summary and what was asked for come out at any log level', async () => {
  vi.useRealTimers();
  const scene = createScene();

  await scene.run(async (run) => run.print('would write 3 rows'), {
    argv: ['--dry-run'],
    env: { LOG_LEVEL: 'error' },
  });

  expect(scene.stdout.lines).toMatchObject([
    { msg: 'would write 3 rows' },
    { summary: { status: 'succeeded' } },
  ]);
});

it.each([
  ['json', '{"id":"1","email":"ana@example.org"}\n'],
  ['pretty', '1: ana@example.org\n'],
])('data that somebody asked to see come out as they are, in no log line: %s', async (LOG_FORMAT, shown) => {
  vi.useRealTimers();
  const scene = createScene();

  await scene.run(async (run) => run.show('1: ana@example.org', { id: '1', email: 'ana@example.org' }), {
    argv: ['--dry-run'],
    env: { LOG_FORMAT },
  });

  expect(scene.stdout.text).toContain(shown);
  expect(scene.stdout.text.replace(shown, '')).not.toContain('ana@');
});

describe('what a person reads', () => {
  it('ends with a block that says what happened', () => {
    const stdout = new FakeStream();
    const reporter = new PrettyReporter({ stdout, mask: createMask([]), hasColors: false });

    reporter.runEnded(
      summaryWith(
        {
          status: 'failed',
          exitCode: 2,
          requests: { mobilize: 1_234 },
          error: { class: 'ConfigError', message: 'A is not set\nB is not set', step: 'load' },
        },
        { read: 12_345, written: 12_000, replacedCharacters: 2 },
      ),
    );

    expect(stdout.text).toBe(`
✗ mobilize-to-warehouse failed after 3.2 s
  run                  20261121T034712Z-9f2c61, version 1.2.3
  target               mobilize.attendances
  read                 12,345
  written              12,000
  replaced characters  2
  requests             mobilize 1,234
  exit code            2
  error in load        ConfigError: A is not set
                       B is not set
`);
  });

  it.each([
    { level: 'info', stack: 'without', hasStack: false },
    { level: 'debug', stack: 'with', hasStack: true },
  ])(
    'says in a warning what went wrong, at $level $stack where it came from',
    async ({ level, hasStack }) => {
      vi.useRealTimers();
      const scene = createScene();

      await scene.run(async (run) => run.logger.warn({ err: new Error('nobody answers') }, 'not released'), {
        env: { LOG_FORMAT: 'pretty', LOG_LEVEL: level },
      });

      expect(scene.stdout.text).toContain('WARN: not released: nobody answers');
      expect(scene.stdout.text.includes('reporters.test.ts')).toBe(hasStack);
    },
  );

  it('says of a dry run what it would write, and what is wrong with a variable in one sentence', async () => {
    vi.useRealTimers();
    const scene = createScene();

    await scene.run(
      async (run) => run.logger.warn({ problem: 'A is no setting' }, 'a variable is not known'),
      {
        argv: ['--dry-run', '--limit', '1'],
        env: { LOG_FORMAT: 'pretty' },
      },
    );

    expect(scene.stdout.text).toContain('WARN: a variable is not known: A is no setting\n');
    expect(scene.stdout.text).toContain('dry run: nothing is written, at most 1 record\n');
    expect(scene.stdout.text).toMatch(/would write +0\n/);
  });

  it('has log lines among the steps, without colours where nobody sees them', async () => {
    vi.useRealTimers();
    const scene = createScene();

    await scene.run(
      (run) => run.step('extract', async (step) => step.logger.warn({ rowCount: 3 }, 'rows are old')),
      {
        env: { LOG_FORMAT: 'pretty' },
      },
    );

    expect(scene.stdout.text).toMatch(/\[\d\d:\d\d:\d\d\] WARN: rows are old .*"rowCount":3/);
    expect(scene.stdout.text).toMatch(/✓ extract {2}\d+ ms\n/);
    expect(scene.stdout.text).not.toContain('\u001b');
  });

  it.each([
    { durationMs: 12, text: '12 ms' },
    { durationMs: 3_210, text: '3.2 s' },
    { durationMs: 245_000, text: '4 min 5 s' },
    { durationMs: 7_380_000, text: '2 h 3 min' },
  ])('$durationMs ms are $text', ({ durationMs, text }) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('says row and rows', () => {
    expect([formatRows(0), formatRows(1), formatRows(1_234)]).toEqual(['0 rows', '1 row', '1,234 rows']);
  });
});
