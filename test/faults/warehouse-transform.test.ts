import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import {
  countStatements,
  killAtStatement,
  killPoints,
  letLeasesExpire,
  runStatuses,
} from '../support/kill-job.ts';

const JOB = 'warehouse-transform';

let stack: JobStack;
beforeAll(async () => {
  stack = await createJobStack({ attendances: 20, migrated: true });
  await stack.run('mobilize-to-warehouse', ['--entities', 'attendances']);
});
afterAll(() => stack[Symbol.asyncDispose]());

const start = (env = {}) => stack.start(JOB, [], env);
const people = () => stack.query('SELECT * FROM mobilize.users_to_sync ORDER BY mobilizeid');

it('a transform that is killed around a statement leaves the old list or the new one, and the next run makes it good', async () => {
  const statements = await countStatements(stack, start);
  const undisturbed = await people();
  const yesterday = undisturbed.slice(0, 3);

  expect(undisturbed.length).toBeGreaterThan(10);
  for (const nth of killPoints(statements, 3)) {
    for (const phase of ['before', 'after'] as const) {
      await stack.query('DELETE FROM etl.job_runs');
      await stack.query('DELETE FROM mobilize.users_to_sync WHERE mobilizeid > $1', [
        yesterday.at(-1)?.mobilizeid,
      ]);

      const isKilled = await killAtStatement(stack, start, { nth, phase });
      const left = await people();
      await letLeasesExpire(stack);
      const again = await start().end;

      const where = `${phase} statement ${nth} of ${statements}`;
      expect(isKilled, where).toBe(true);
      expect([yesterday, undisturbed], where).toContainEqual(left);
      expect(again.exitCode, where).toBe(0);
      expect(await people(), where).toEqual(undisturbed);
      expect(
        (await runStatuses(stack)).filter((status) => status === 'running'),
        where,
      ).toEqual([]);
    }
  }
});
