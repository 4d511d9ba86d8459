import { describe, expect, it } from 'vitest';
import { html } from '../../status/page/html.ts';
import { statusPage } from '../../status/page/index.ts';
import { peopleNextStep, runNextStep } from '../../status/page/next-step.ts';
import { plot } from '../../status/page/plot.ts';
import { ago, duration, moment, shortCount } from '../../status/page/words.ts';
import type { Day, Run, RunState } from '../../status/snapshot/index.ts';

describe('html', () => {
  it('escapes what is put in, and only that', () => {
    const inner = html`<b>${'"a" & <b>'}</b>`;

    expect(html`<p title="${"it's"}">${inner}${[1, undefined, 'x']}</p>`.markup).toBe(
      '<p title="it&#39;s"><b>&quot;a&quot; &amp; &lt;b&gt;</b>1x</p>',
    );
  });
});

describe('words', () => {
  it.each([
    [duration(950), '950 ms'],
    [duration(3_240), '3.2 s'],
    [duration(180_000), '3 min'],
    [duration(7_380_000), '2 h 3 min'],
    [shortCount(999), '999'],
    [shortCount(1_234), '1.2 k'],
    [shortCount(35_400), '35 k'],
    [shortCount(1_100_000), '1.1 M'],
    [moment(new Date('2026-11-21T05:30:00Z'), 'America/New_York'), 'Sat 21 Nov, 00:30'],
    [ago(new Date('2026-11-21T05:30:00Z'), new Date('2026-11-21T05:30:40Z')), 'just now'],
    [ago(new Date('2026-11-20T05:30:00Z'), new Date('2026-11-21T05:30:00Z')), '24 h ago'],
    [ago(new Date('2026-11-18T05:30:00Z'), new Date('2026-11-21T05:29:00Z')), '2 days ago'],
  ])('%s is %s', (said, expected) => {
    expect(said).toBe(expected);
  });
});

describe('what to do next', () => {
  const runWith = (state: RunState, exitCode?: number): Run => ({
    runId: 'r',
    state,
    exitCode,
    startedAt: new Date(0),
    durationMs: undefined,
    rowsRead: undefined,
    rowsWritten: undefined,
    rowsDuplicate: undefined,
    rowsSkipped: undefined,
    rowsRejected: undefined,
    rowsFailed: undefined,
    error: undefined,
  });

  it.each([
    { state: 'failed', exitCode: 1, expected: /Read the message/ },
    { state: 'failed', exitCode: 2, expected: /Mend what the message names/ },
    { state: 'failed', exitCode: 75, expected: /Run it again, or wait/ },
    { state: 'stopped', exitCode: 143, expected: /deadline/ },
    { state: 'killed', exitCode: undefined, expected: /memory/ },
    { state: 'partial', exitCode: 3, expected: /reasons are below/ },
  ] as const)('after $state with $exitCode is told', ({ state, exitCode, expected }) => {
    expect(runNextStep({ last: runWith(state, exitCode), isLate: false })).toMatch(expected);
  });

  it('is nothing after a run that went well, unless the job is late', () => {
    const last = runWith('succeeded', 0);

    expect(runNextStep({ last, isLate: false })).toBeUndefined();
    expect(runNextStep({ last, isLate: true })).toMatch(/Look at the scheduler/);
  });

  it.each([
    { outcome: 'retry', httpStatus: 503, expected: /the next run tries them again/ },
    { outcome: 'skipped', httpStatus: undefined, expected: /when their data change/ },
    { outcome: 'failed', httpStatus: 403, expected: /what the key may do/ },
    { outcome: 'failed', httpStatus: 400, expected: /Correct their data/ },
  ])('for people $outcome with $httpStatus is told', ({ outcome, httpStatus, expected }) => {
    const people = { job: 'j', outcome, httpStatus, reason: 'r', people: 1, since: new Date(0) };

    expect(peopleNextStep(people)).toMatch(expected);
  });
});

describe('a plot', () => {
  const day = (number: number, facts: Partial<Day>): Day => ({
    day: `2026-11-0${number}`,
    runs: 1,
    runsDone: 1,
    runsFailed: 0,
    rowsWritten: 10,
    longestMs: 1,
    ...facts,
  });

  it('has a bar a day, a red stub for a day that failed and a gap for one without a run', () => {
    const days = [day(1, {}), day(2, { runs: 0, runsDone: 0 }), day(3, { runsDone: 0, runsFailed: 1 })];

    const { markup } = plot({ title: 'Rows', days, value: ({ rowsWritten }) => rowsWritten, format: String });

    expect(markup.match(/<rect /g)).toHaveLength(2);
    expect(markup).toContain('class="bar bad"');
    expect(markup).toContain('aria-label="Rows: 1 Nov 10, 3 Nov failed"');
  });
});

it('says that all is well when it is, and what became of every record', () => {
  const last: Run = {
    runId: 'r',
    state: 'succeeded',
    exitCode: 0,
    startedAt: new Date('2026-11-21T01:00:00Z'),
    durationMs: 5,
    rowsRead: 3,
    rowsWritten: 1,
    rowsDuplicate: 0,
    rowsSkipped: 2,
    rowsRejected: 0,
    rowsFailed: 0,
    error: undefined,
  };
  const job = {
    target: 't',
    last,
    lastDoneAt: last.startedAt,
    lateAfter: undefined,
    isLate: false,
    recent: [last],
    days: [],
  };
  const page = statusPage(
    {
      takenAt: new Date('2026-11-21T07:00:00Z'),
      isSetUp: true,
      jobs: [
        { ...job, job: 'a' },
        { ...job, job: 'b' },
      ],
      backlog: undefined,
      failingPeople: [],
      rejections: [],
    },
    { timeZone: 'UTC' },
  );

  expect(page).toContain('<h1 class="good">All 2 jobs are fine</h1>');
  expect(page).toContain('3 read · 1 written · 2 skipped</p>');
});
