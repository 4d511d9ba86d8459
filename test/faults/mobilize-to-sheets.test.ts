import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import { killAtRequest, letLeasesExpire, runStatuses } from '../support/kill-job.ts';
import { tabOf, tabsOf } from '../support/spreadsheet.ts';

const JOB = 'mobilize-to-sheets';

let stack: JobStack;
beforeEach(async () => {
  stack = await createJobStack({ attendances: 20, migrated: true });
});
afterEach(() => stack[Symbol.asyncDispose]());

/** Two events and their people yesterday, everything today. */
const YESTERDAY = ['--limit', '4'];
const tabs = () =>
  tabsOf(stack.simulators).map(({ title, cells, backgrounds }) => ({ title, cells, backgrounds }));

/** Every write to the spreadsheet, the reading of it before the first one, and the source. */
const points = [
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((nth) =>
    (['before', 'after'] as const).map(
      (phase) => ({ match: { api: 'google', path: '^/v4/.*(:batchUpdate|/values/)' }, nth, phase }) as const,
    ),
  ),
  { match: { api: 'google', path: '/token' }, nth: 1, phase: 'before' },
  { match: { api: 'google', method: 'GET' }, nth: 2, phase: 'after' },
  { match: { api: 'mobilize' }, nth: 1, phase: 'after' },
] as const;

describe.each(['overwrite', 'append', 'merge'] as const)('a run that is killed in the mode %s', (mode) => {
  // Append and merge write less often than overwrite; what both have in common is tried there.
  const tried =
    mode === 'overwrite' ? points : points.filter(({ nth, match }) => 'path' in match && nth <= 5);

  it('loses nothing and writes nothing twice, wherever that was', async () => {
    const args = ['--mode', mode];
    await stack.run(JOB, [...args, ...YESTERDAY]);
    const yesterday = stack.simulators.google.snapshot();
    const old = tabOf(stack.simulators, 'Sheet1').cells;
    await stack.run(JOB, args);
    const undisturbed = tabs();
    const complete = tabOf(stack.simulators, 'Sheet1').cells;
    let kills = 0;

    for (const rule of tried) {
      stack.simulators.google.restore(yesterday);
      await stack.query('DELETE FROM etl.job_runs');

      const isKilled = await killAtRequest(stack, (env) => stack.start(JOB, args, env), rule);
      if (!isKilled) continue;
      kills += 1;
      const left = tabOf(stack.simulators, 'Sheet1').cells;
      await letLeasesExpire(stack);
      const again = await stack.run(JOB, args);

      const where = `${rule.phase} request ${rule.nth} of ${JSON.stringify(rule.match)}`;
      // Whoever looks meanwhile sees the old rows or the new ones.
      expect([old, complete], where).toContainEqual(left);
      expect(again.exitCode, where).toBe(0);
      expect(tabs(), where).toEqual(undisturbed);
      expect(await runStatuses(stack), where).toEqual(['killed', 'succeeded']);
    }
    expect(kills).toBeGreaterThan(mode === 'overwrite' ? 12 : 5);
  });
});

it('a killed run without a warehouse is made good as soon as its lease in the spreadsheet is over', async () => {
  const noWarehouse = { DATABASE_URL: undefined };
  const rule = { match: { api: 'google', method: 'PUT' }, nth: 1, phase: 'after' } as const;

  const isKilled = await killAtRequest(
    stack,
    (env) => stack.start(JOB, [], { ...env, ...noWarehouse }),
    rule,
  );
  const tooEarly = await stack.run(JOB, [], noWarehouse);
  expireLeaseInSpreadsheet();
  const again = await stack.run(JOB, [], noWarehouse);

  expect(isKilled).toBe(true);
  expect([tooEarly.exitCode, again.exitCode]).toEqual([75, 0]);
  expect(tabOf(stack.simulators, 'Sheet1').records).toHaveLength(19);
});

/** As if the minute had passed. */
function expireLeaseInSpreadsheet(): void {
  const { google } = stack.simulators;
  const text = JSON.stringify(google.snapshot());
  google.restore(JSON.parse(text.replaceAll(/(renewedAt\\":\\")\d{4}/g, '$12020')));
}
