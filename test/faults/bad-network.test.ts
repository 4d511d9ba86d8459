import { describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../support/job-stack.ts';
import { tabOf } from '../support/spreadsheet.ts';

type Fault = Parameters<JobStack['simulators']['context']['faults']['add']>[0]['action'];

/** What goes wrong on the way, twice. */
const FAULTS: readonly (readonly [string, Fault])[] = [
  ['429 without Retry-After', { kind: 'status', status: 429, body: { error: 'Too many requests' } }],
  ['429 with Retry-After in seconds', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ['500', { kind: 'status', status: 500, body: { error: 'Something went wrong' } }],
  ['502 with a page of HTML', { kind: 'html', status: 502 }],
  ['502 with a page of HTML after the effect', { kind: 'html', status: 502, when: 'after' }],
  ['a cut connection', { kind: 'cut' }],
  ['a cut connection after the effect', { kind: 'cut', when: 'after' }],
  ['half an answer', { kind: 'truncate' }],
  ['an answer cut in the middle', { kind: 'cut', afterBytes: 20 }],
];
/** Google may take minutes for a write, so only reads are given up after a second. */
const STALL: Fault = { kind: 'stall' };
const IMPATIENT = { HTTP_TIMEOUT_SECONDS: '1' };

function spoil(
  { simulators: { context } }: JobStack,
  api: 'mobilize' | 'google' | 'actionNetwork',
  action: Fault,
  {
    nths = [2, 4],
    ...rest
  }: { readonly method?: string; readonly path?: string; readonly nths?: number[] } = {},
) {
  const match = { api, ...rest };
  for (const nth of nths) context.faults.add({ match, nth, action });
}

const strikes = ({ simulators: { context } }: JobStack) =>
  context.faults.all().reduce((sum, { struck }) => sum + struck, 0);

describe.concurrent('mobilize-to-warehouse goes on', () => {
  it.each([...FAULTS, ['no answer at all', STALL] as const])(
    'after %s, and has the right data',
    async (_, action) => {
      await using stack = await createJobStack({ attendances: 20, migrated: true });
      stack.simulators.mobilize.knobs.turn({ maxPerPage: 10 });
      spoil(stack, 'mobilize', action);

      const { exitCode, summary } = await stack.run('mobilize-to-warehouse', [], IMPATIENT);

      expect(exitCode).toBe(0);
      expect(strikes(stack)).toBe(2);
      expect(summary?.counts).toMatchObject({ written: 60, duplicates: 0 });
      expect(await stack.query('SELECT count(*)::int AS rows FROM mobilize.attendances')).toEqual([
        { rows: 19 },
      ]);
    },
  );
});

describe.concurrent('warehouse-to-actionnetwork goes on', () => {
  it.each([...FAULTS, ['no answer at all', STALL] as const])(
    'after %s, and has the right data',
    async (_, action) => {
      await using stack = await createJobStack({ attendances: 0, migrated: true });
      await stack.query(
        "INSERT INTO mobilize.users_to_sync (mobilizeid, email_address) VALUES (1, 'a@example.org'), (2, 'b@example.org')",
      );
      spoil(stack, 'actionNetwork', action, { path: '/api/v2/people', nths: [1, 3] });

      const { exitCode, summary } = await stack.run('warehouse-to-actionnetwork', [], IMPATIENT);

      expect(exitCode).toBe(0);
      expect(strikes(stack)).toBe(2);
      expect(summary?.counts).toMatchObject({ written: 2, failed: 0 });
      const { directory, tags } = stack.simulators.actionNetwork.group;
      expect(
        directory
          .all()
          .map(({ email }) => email?.address)
          .sort(),
      ).toEqual(['a@example.org', 'b@example.org']);
      expect([tags.all().length, tags.taggings().length]).toEqual([1, 2]);
    },
  );
});

it.each(
  FAULTS.filter(([what]) => ['500', 'a cut connection', 'a cut connection after the effect'].includes(what)),
)('a tag that cannot be made because of %s is made once, by this run or the next', async (_, action) => {
  await using stack = await createJobStack({ attendances: 0, migrated: true });
  await stack.query(
    "INSERT INTO mobilize.users_to_sync (mobilizeid, email_address) VALUES (1, 'a@example.org')",
  );
  const match = { api: 'actionNetwork', method: 'POST', path: '/api/v2/tags' } as const;
  stack.simulators.context.faults.add({ match, nth: 1, action });

  const first = await stack.run('warehouse-to-actionnetwork');
  const second = await stack.run('warehouse-to-actionnetwork');

  expect([0, 75]).toContain(first.exitCode);
  expect(second.exitCode).toBe(0);
  const { tags } = stack.simulators.actionNetwork.group;
  expect([tags.all().length, tags.taggings().length]).toEqual([1, 1]);
});

describe.concurrent('mobilize-to-sheets goes on', () => {
  // After a 429 Google is left alone for a minute; that wait is tested where the clock can be given.
  const passing = FAULTS.filter(([what]) => !what.startsWith('429'));
  const cases = [
    ...passing.map(([what, action]) => ({ what, action, method: undefined })),
    { what: 'no answer to a read', action: STALL, method: 'GET' },
  ];

  it.each(cases)('after $what, and has the right data', async ({ action, method }) => {
    await using stack = await createJobStack({ attendances: 20, migrated: true });
    spoil(stack, 'google', action, method === undefined ? {} : { method });

    const { exitCode } = await stack.run('mobilize-to-sheets', ['--mode', 'append'], IMPATIENT);

    expect(exitCode).toBe(0);
    expect(strikes(stack)).toBe(2);
    const ids = tabOf(stack.simulators, 'Sheet1').records.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([19, 19]);
  });
});

describe.concurrent('a service that stays away', () => {
  it.each([
    ['mobilize-to-warehouse', 'mobilize'],
    ['warehouse-to-actionnetwork', 'actionNetwork'],
    ['mobilize-to-sheets', 'google'],
  ] as const)('ends %s with 75 and nothing half done', async (job, api) => {
    await using stack = await createJobStack({ attendances: 8, migrated: true });
    await stack.query(
      "INSERT INTO mobilize.users_to_sync (mobilizeid, email_address) VALUES (1, 'a@example.org')",
    );
    stack.simulators.context.faults.add({ match: { api }, action: { kind: 'cut' } });

    const { exitCode, summary } = await stack.run(job);

    expect(exitCode).toBe(75);
    expect(summary).toMatchObject({ status: 'failed', counts: { written: 0 } });
    expect(await stack.query('SELECT * FROM mobilize.attendances')).toEqual([]);
    expect(tabOf(stack.simulators, 'Sheet1').cells).toEqual([]);
  });
});
