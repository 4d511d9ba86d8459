import { hardCaseReasons, hardCaseRows } from '@movement-etl/simulators';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'mobilize-to-warehouse';
const ONLY_ATTENDANCES = ['--entities', 'attendances'];
const TEXT_COLUMNS = [
  'given_name',
  'family_name',
  'email_address',
  'phone_number',
  'rating',
  'feedback',
] as const;

/** What no database and no UTF-8 can hold is replaced by the mark for that; everything else stays as it is. */
const storable = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed();

describe.each(DIALECTS)('texts that break integrations, on %s', (dialect) => {
  let stack: JobStack;
  let rows: Record<string, string | null>[];
  let replacedCharacters: number | undefined;

  beforeAll(async () => {
    stack = await createJobStack({ attendances: 5 + hardCaseRows.length, dialect });
    const { summary } = await stack.run(JOB, ONLY_ATTENDANCES);
    replacedCharacters = summary?.counts.replacedCharacters;
    rows = await stack.query('SELECT * FROM mobilize.attendances WHERE id >= 900001 ORDER BY id');
  });
  afterAll(() => stack[Symbol.asyncDispose]());

  const cases = hardCaseRows
    .map((row, index) => ({ why: hardCaseReasons[index], row }))
    .filter(({ row }) => row.id !== null);

  it.each(cases)('are stored exactly: $why', ({ row }) => {
    const { person, rating, feedback } = row;
    const sent = {
      given_name: person.given_name ?? null,
      family_name: person.family_name ?? null,
      email_address: person.email_addresses?.[0]?.address || null,
      phone_number: person.phone_numbers?.[0]?.number || null,
      rating: rating ?? null,
      feedback: feedback ?? null,
    };

    const stored = rows.find(({ id }) => Number(id) === row.id);

    for (const column of TEXT_COLUMNS) {
      const text = sent[column];
      expect(stored?.[column], column).toBe(text === null ? null : storable(text));
    }
  });

  it('lose only NUL and lone surrogates, and each of those is counted', () => {
    expect(replacedCharacters).toBe(3);
  });
});

describe.each(DIALECTS)('a record that cannot be used, on %s', (dialect) => {
  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 20, dialect });
    const { attendances } = stack.simulators.mobilize.world;
    const { id: _, ...row } = attendances.row(0);
    // Longer than the column, and it must not be cut.
    attendances.addPosted({ ...row, status: 'S'.repeat(65) });
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  const rejectedRows = () =>
    stack.query('SELECT job, target, row_key, column_name, reason FROM etl.rejected_rows');
  const storedIds = async () => (await stack.query('SELECT id FROM mobilize.attendances')).length;

  it('is left out with its reason, the others are stored, and the run ends with 3', async () => {
    const { exitCode, summary } = await stack.run(JOB, ONLY_ATTENDANCES);

    expect(exitCode).toBe(3);
    expect(summary).toMatchObject({
      status: 'partial',
      counts: { read: 21, written: 19, skipped: 1, rejected: 1 },
    });
    expect(await storedIds()).toBe(19);
    expect(await rejectedRows()).toEqual([
      {
        job: JOB,
        target: 'mobilize.attendances',
        row_key: expect.stringMatching(/^\d+$/),
        column_name: 'status',
        reason: expect.stringContaining('64'),
      },
    ]);
  });

  it('is told to Slack, because somebody has to look', async () => {
    await stack.run(JOB, ONLY_ATTENDANCES);

    expect(stack.simulators.slack.messages).toHaveLength(1);
  });

  it.each([[[]], [['--full-refresh']]])(
    'ends the run with 1 when they are too many: nothing is stored but the reasons (%j)',
    async (flags) => {
      const { exitCode, summary } = await stack.run(JOB, [
        ...[...ONLY_ATTENDANCES, ...flags],
        ...['--max-rejected-share', '0.01'],
      ]);

      expect(exitCode).toBe(1);
      expect(summary?.error?.message).toMatch(/^1 of 21 records were rejected.*MAX_REJECTED_SHARE/);
      expect(await storedIds()).toBe(0);
      expect(await stack.query('SELECT * FROM etl.job_state')).toEqual([]);
      expect(await rejectedRows()).toMatchObject([{ column_name: 'status' }]);
    },
  );
});
