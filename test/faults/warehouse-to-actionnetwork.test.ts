import { describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import {
  countStatements,
  killAtRequest,
  killAtStatement,
  killPoints,
  letLeasesExpire,
  runStatuses,
} from '../support/kill-job.ts';

const JOB = 'warehouse-to-actionnetwork';
const PEOPLE = [1, 2, 3, 4];
const PHASES = ['before', 'after'] as const;

async function createScene(): Promise<JobStack> {
  const stack = await createJobStack({ attendances: 0, migrated: true });
  for (const id of PEOPLE) {
    await stack.query(
      'INSERT INTO mobilize.users_to_sync (mobilizeid, given_name, email_address, phone_number) VALUES ($1, $2, $3, $4)',
      [id, `Given ${id}`, `person.${id}@example.org`, `512555010${id}`],
    );
  }
  return stack;
}

/** Everybody is there once with the tag, has one line in the log, and no lease is left that blocks. */
async function expectMadeGood(stack: JobStack): Promise<void> {
  await letLeasesExpire(stack);
  const again = await stack.run(JOB);

  expect(again.summary?.error).toBeUndefined();
  expect(again.exitCode).toBe(0);
  const { directory, tags } = stack.simulators.actionNetwork.group;
  const people = directory.all();
  expect(people.map(({ email, phone }) => [email?.address, phone?.number]).sort()).toEqual(
    PEOPLE.map((id) => [`person.${id}@example.org`, `1512555010${id}`]),
  );
  expect(tags.all()).toHaveLength(1);
  expect(tags.taggings()).toHaveLength(PEOPLE.length);
  expect(
    await stack.query(
      'SELECT mobilizeid::int AS id, outcome, attempt FROM mobilize.mobilize_to_actionnetwork_log ORDER BY mobilizeid',
    ),
  ).toEqual(PEOPLE.map((id) => ({ id, outcome: 'synced', attempt: 1 })));
  expect((await runStatuses(stack)).filter((status) => status !== 'killed')).toEqual(['succeeded']);
}

/** Two requests for the tag, then one for each person. */
const requests = [1, 2, 3, 4, 5, 6].flatMap((nth) => PHASES.map((phase) => ({ nth, phase })));

describe.concurrent('a sync that is killed', () => {
  it.each(requests)('$phase request $nth: the next run makes it good', async ({ nth, phase }) => {
    await using stack = await createScene();

    const isKilled = await killAtRequest(stack, (env) => stack.start(JOB, [], env), {
      match: { api: 'actionNetwork' },
      nth,
      phase,
    });

    expect(isKilled).toBe(true);
    await expectMadeGood(stack);
  });

  it('around a statement to the database: the next run makes it good', async () => {
    await using counted = await createScene();
    const statements = await countStatements(counted, (env) => counted.start(JOB, [], env));

    expect(statements).toBeGreaterThan(20);
    await Promise.all(
      killPoints(statements - 6, 9).map(async (nth) => {
        for (const phase of PHASES) {
          await using stack = await createScene();
          expect(await killAtStatement(stack, (env) => stack.start(JOB, [], env), { nth, phase })).toBe(true);
          await expectMadeGood(stack);
        }
      }),
    );
  });
});
