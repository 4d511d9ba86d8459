import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';

const JOB = 'mobilize-to-warehouse';

let stack: JobStack;
beforeEach(async () => {
  stack = await createJobStack({ attendances: 20 });
});
afterEach(() => stack[Symbol.asyncDispose]());

/** The headlines of what people were sent, in order. */
const headlines = () =>
  stack.simulators.slack.messages.map(({ text }) => text.replace(/ (after|in) [\d.]+ m?s.*$/s, ''));

it('people hear of a failure once, of the recovery once, and then of nothing', async () => {
  await stack.run(JOB, [], { MOBILIZE_AMERICA_API_KEY: 'wrong' });
  await stack.run(JOB);
  await stack.run(JOB);

  expect(headlines()).toEqual([`${JOB} failed`, `${JOB} works again: succeeded`]);
});

it('people hear of a run that was killed from the one after it', async () => {
  await stack.run(JOB);
  await stack.query(
    `INSERT INTO etl.job_runs (run_id, job, target, status, started_at)
     SELECT 'killed-run', job, target, 'running', now() FROM etl.job_runs`,
  );

  await stack.run(JOB);

  expect(headlines()).toEqual([`${JOB} works again: succeeded`]);
  expect(JSON.stringify(stack.simulators.slack.messages)).toContain('was killed: it ended without a word');
});
