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

const JOB = 'warehouse-to-everyaction';
const ARGS = ['--find-or-create'];
const PHASES = ['before', 'after'] as const;
const [ANA, BEN, DEE, NEW] = [101_001, 101_002, 101_004, 101_007];

/** Two people with a vanid, one who is found, and one who is made. */
const ENV = {
  VAN_ACTIVIST_CODE_ID: '2001',
  VAN_QUERY: `
    SELECT ${ANA} AS vanid, NULL AS email
    UNION ALL SELECT ${BEN}, NULL
    UNION ALL SELECT NULL, 'dee.okafor@example.org'
    UNION ALL SELECT NULL, 'new@example.org'`,
};

const createScene = () => createJobStack({ attendances: 0, migrated: true });
const starter = (stack: JobStack) => (env?: Readonly<Record<string, string>>) =>
  stack.start(JOB, ARGS, { ...ENV, ...env });

/** Everybody has both codes, nobody was made twice, and each of it has one line in the log. */
async function expectMadeGood(stack: JobStack): Promise<void> {
  await letLeasesExpire(stack);
  const again = await stack.run(JOB, ARGS, ENV);

  expect(again.summary?.error).toBeUndefined();
  expect(again.exitCode).toBe(0);
  const { committee } = stack.simulators.everyAction;
  expect(committee.people()).toHaveLength(7);
  expect(
    committee
      .applications()
      .map(({ vanId, id }) => `${vanId} ${id}`)
      .sort(),
  ).toEqual([ANA, BEN, DEE, NEW].flatMap((vanId) => [`${vanId} 1001`, `${vanId} 2001`]));
  expect(committee.applications().every(({ contacts }) => contacts === 0)).toBe(true);
  const log = await stack.query<{ what: string; synced: boolean; attempt: number }>(
    `SELECT vanid || ' ' || COALESCE(source_code_id, activist_code_id, 0) AS what, synced, attempt
     FROM mobilize.everyaction_log ORDER BY 1`,
  );
  expect(log).toEqual(
    [ANA, BEN, DEE, NEW].flatMap((vanid) =>
      [...(vanid >= DEE ? [0] : []), 1001, 2001].map((id) => ({
        what: `${vanid} ${id}`,
        synced: true,
        attempt: 1,
      })),
    ),
  );
  expect((await runStatuses(stack)).filter((status) => status !== 'killed')).toEqual(['succeeded']);
}

/** Two requests for the codes, two to look people up, and eight for two codes each. */
const requests = Array.from({ length: 12 }, (_, index) => index + 1).flatMap((nth) =>
  PHASES.map((phase) => ({ nth, phase })),
);

describe.concurrent('a sync that is killed', () => {
  it.each(requests)('$phase request $nth: the next run makes it good', async ({ nth, phase }) => {
    await using stack = await createScene();

    const isKilled = await killAtRequest(stack, starter(stack), {
      match: { api: 'everyAction' },
      nth,
      phase,
    });

    expect(isKilled).toBe(true);
    await expectMadeGood(stack);
  });

  it('around a statement to the database: the next run makes it good', async () => {
    await using counted = await createScene();
    const statements = await countStatements(counted, starter(counted));

    expect(statements).toBeGreaterThan(20);
    for (const nth of killPoints(statements - 6, 9)) {
      for (const phase of PHASES) {
        await using stack = await createScene();
        expect(await killAtStatement(stack, starter(stack), { nth, phase })).toBe(true);
        await expectMadeGood(stack);
      }
    }
  });
});
