import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'warehouse-to-everyaction';
const ANA = 101_001;
const BEN = 101_002;
const SOURCE_CODE = 1001;
const ACTIVIST_CODE = 2001;
const CODES = '/codes';

describe.each(DIALECTS)('warehouse-to-everyaction, on %s', (dialect) => {
  /** Of EveryAction alone, whatever the warehouse is. */
  const itOnce = it.runIf(dialect === 'postgres');
  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 0, migrated: true, dialect });
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  /** A query that returns these vanids, `null` included. */
  const vanids = (...ids: readonly (number | null)[]) =>
    ids.map((id) => `SELECT CAST(${id ?? 'NULL'} AS bigint) AS vanid`).join(' UNION ALL ');
  const run = (query: string, args: readonly string[] = [], env: Record<string, string | undefined> = {}) =>
    stack.run(JOB, args, { VAN_QUERY: query, ...env });

  const log = () =>
    stack.query<{ vanid: number | null; outcome: string; attempt: number }>(
      `SELECT vanid::int, source_code_id::int, activist_code_id::int, synced, errors, attempt, http_status, outcome
     FROM mobilize.everyaction_log ORDER BY date, vanid, source_code_id`,
    );
  const outcomes = async () => (await log()).map(({ vanid, outcome, attempt }) => [vanid, outcome, attempt]);
  const committee = () => stack.simulators.everyAction.committee;
  const given = () => committee().applications();
  const requests = (path = '') =>
    stack.simulators.context.journal
      .entries({ api: 'everyAction' })
      .filter((entry) => entry.method === 'POST' && entry.path.endsWith(path));
  const spoil = (fault: Parameters<JobStack['simulators']['context']['faults']['add']>[0]) =>
    stack.simulators.context.faults.add({ match: { api: 'everyAction', method: 'POST' }, ...fault });

  describe('a person with a vanid', () => {
    it('gets the source code, and a line in the log', async () => {
      const { exitCode, summary } = await run(vanids(ANA, BEN));

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 2, written: 2, skipped: 0, failed: 0 });
      expect(given()).toMatchObject([
        { kind: 'code', vanId: ANA, id: SOURCE_CODE, times: 1 },
        { kind: 'code', vanId: BEN, id: SOURCE_CODE, times: 1 },
      ]);
      expect((await log())[0]).toEqual({
        vanid: ANA,
        source_code_id: SOURCE_CODE,
        activist_code_id: null,
        synced: true,
        errors: null,
        attempt: 1,
        http_status: 204,
        outcome: 'synced',
      });
    });

    it('gets an activist code without an entry in the contact history', async () => {
      const { exitCode } = await run(vanids(ANA), ['--activist-code-id', '2001'], {
        VAN_SOURCE_CODE_ID: undefined,
      });

      expect(exitCode).toBe(0);
      expect(given()).toMatchObject([{ kind: 'activistCode', vanId: ANA, id: ACTIVIST_CODE, contacts: 0 }]);
      expect(await log()).toMatchObject([{ source_code_id: null, activist_code_id: ACTIVIST_CODE }]);
    });

    it('gets nothing twice', async () => {
      await run(vanids(ANA, BEN));
      const before = requests(CODES).length;

      const { exitCode, summary } = await run(vanids(ANA, BEN));

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 2, written: 0, skipped: 2 });
      expect(requests(CODES)).toHaveLength(before);
      expect(await log()).toHaveLength(2);
    });

    it('gets a second code when it is asked for later, and only that', async () => {
      await run(vanids(ANA));

      const { summary } = await run(vanids(ANA), [], { VAN_ACTIVIST_CODE_ID: '2001' });

      expect(summary?.counts).toMatchObject({ read: 1, written: 1 });
      expect(given()).toMatchObject([
        { kind: 'code', times: 1 },
        { kind: 'activistCode', times: 1 },
      ]);
    });

    it('counts rows of the same person as duplicates, and leaves rows without a vanid alone with a warning', async () => {
      const { exitCode, summary, lines } = await run(vanids(ANA, ANA, null, BEN, null, ANA));

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 6, written: 2, duplicates: 2, skipped: 2 });
      expect(lines).toContainEqual(
        expect.objectContaining({ level: 'warn', msg: 'rows without a vanid were left alone', rowCount: 2 }),
      );
    });

    it('comes one time each from a query of several pages', async () => {
      const { summary } = await run('SELECT generate_series(1, 2500) AS vanid', ['--dry-run']);

      expect(summary?.counts).toMatchObject({ read: 2_500, written: 2_500 });
    });

    it('is left for the next run by a limit', async () => {
      await run(vanids(ANA, BEN), ['--limit', '1']);
      const { summary } = await run(vanids(ANA, BEN));

      expect(summary?.counts).toMatchObject({ read: 2, written: 1, skipped: 1 });
      expect(given()).toMatchObject([{ times: 1 }, { times: 1 }]);
    });
  });

  describe('a refusal', () => {
    it('of one person is logged and parked, while the others get the code', async () => {
      const first = await run(vanids(4711, ANA));
      const second = await run(vanids(4711, ANA));

      expect(first.exitCode).toBe(3);
      expect(first.summary?.counts).toMatchObject({ read: 2, written: 1, failed: 1 });
      expect(second.exitCode).toBe(0);
      expect(second.summary?.counts).toMatchObject({ read: 2, written: 0, skipped: 2 });
      expect(await log()).toMatchObject([{ vanid: expect.any(Number) }, { vanid: expect.any(Number) }]);
      expect((await log()).find(({ vanid }) => vanid === 4711)).toMatchObject({
        outcome: 'failed',
        synced: false,
        http_status: 404,
        errors: expect.stringContaining('was not found'),
      });
    });

    it('is tried again with --retry-failed', async () => {
      spoil({ times: 1, action: { kind: 'status', status: 400, body: { errors: [{ text: 'no' }] } } });
      await run(vanids(ANA));

      const { exitCode, summary } = await run(vanids(ANA), ['--retry-failed']);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 1, written: 1 });
      expect(await outcomes()).toEqual([
        [ANA, 'failed', 1],
        [ANA, 'synced', 2],
      ]);
    });

    it.each([
      ['a wrong key', { VAN_API_KEY: 'canary-key' }, 'VAN_API_KEY'],
      ['a wrong mode', { VAN_DB_MODE: 'MyVoters' }, 'VAN_DB_MODE'],
      ['a code of another committee', { VAN_SOURCE_CODE_ID: '9' }, 'VAN_SOURCE_CODE_ID'],
      ['an activist code of another committee', { VAN_ACTIVIST_CODE_ID: '9' }, 'VAN_ACTIVIST_CODE_ID'],
    ])("of %s ends the run with 2, and is nobody's failure", async (_what, env, variable) => {
      const { exitCode, summary, output } = await run(vanids(ANA, BEN), [], env);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain(variable);
      expect(output).not.toContain('canary-key');
      expect(await log()).toEqual([]);
      expect(given()).toEqual([]);
    });

    it('of the key in the middle of a run ends it at once and keeps what was done', async () => {
      spoil({
        nth: 2,
        action: { kind: 'status', status: 401, body: { errors: [{ text: 'Unauthorized' }] } },
      });

      const { exitCode } = await run(vanids(ANA, BEN, 101_003), [], { VAN_CONCURRENCY: '1' });

      expect(exitCode).toBe(2);
      expect(await outcomes()).toEqual([[ANA, 'synced', 1]]);
    });
  });

  describe('VAN_QUERY', () => {
    it.each([
      ['without the column', 'SELECT 1 AS id, 2 AS other', 'a column vanid; it returns id, other'],
      ['that is no SQL', 'SELEKT vanid', 'VAN_QUERY: '],
      ['of a table that is not there', 'SELECT vanid FROM nowhere', 'VAN_QUERY: '],
      ['that writes', 'DELETE FROM mobilize.attendances RETURNING id AS vanid', 'VAN_QUERY: '],
    ])('%s is refused with 2 before anything is sent', async (_what, query, words) => {
      const { exitCode, summary } = await run(query);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain(words);
      expect(requests()).toEqual([]);
    });

    it('may end in a semicolon and a comment, and begin with WITH', async () => {
      const query = `WITH attendee AS (${vanids(ANA)})\nSELECT vanid FROM attendee -- everybody;\n;`;

      const { exitCode } = await run(query);

      expect(exitCode).toBe(0);
      expect(given()).toHaveLength(1);
    });

    it('may return nobody, which changes nothing', async () => {
      await run(vanids(ANA));

      const { exitCode, summary } = await run(`${vanids(ANA)} LIMIT 0`);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 0 });
      expect(given()).toHaveLength(1);
    });
  });

  describe('people without a vanid', () => {
    const people = `
    SELECT CAST(NULL AS bigint) AS vanid, 'Ana' AS first_name, 'Okafor' AS last_name, 'ANA.okafor@example.org' AS email, NULL AS phone, 78701 AS zip
    UNION ALL SELECT NULL, 'Ana', 'Okafor', NULL, '(512) 555-0100', NULL
    UNION ALL SELECT NULL, 'New', 'Canary', 'new.canary@example.org', '512 555 0177', 78702
    UNION ALL SELECT NULL, 'Only', 'Names', NULL, NULL, 78702`;

    it('are found or made once, told apart, and get the code once', async () => {
      const { exitCode, summary, output } = await run(people, ['--find-or-create']);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 4, written: 2, duplicates: 1, skipped: 1, failed: 0 });
      expect(committee().people()).toHaveLength(7);
      expect(given()).toMatchObject([{ times: 1 }, { times: 1 }]);
      const made = committee().people().at(-1);
      expect(made).toMatchObject({
        firstName: 'New',
        phones: ['5125550177'],
        emails: ['new.canary@example.org'],
      });
      expect(output).not.toMatch(/canary@|okafor@|Canary|5550177|5550100/i);
    });

    it('are not looked up again', async () => {
      await run(people, ['--find-or-create']);
      const before = requests().length;

      const { exitCode, summary } = await run(people, ['--find-or-create']);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 4, written: 0, duplicates: 1, skipped: 3 });
      expect(requests()).toHaveLength(before);
      expect(committee().people()).toHaveLength(7);
    });

    it('get no code again when the query knows their vanid at last', async () => {
      await run(people, ['--find-or-create']);
      const made = committee().people().at(-1)?.vanId ?? 0;

      const { summary } = await run(vanids(ANA, made));

      expect(summary?.counts).toMatchObject({ read: 2, skipped: 2 });
      expect(given()).toMatchObject([{ times: 1 }, { times: 1 }]);
    });

    it('get the code they lack after an earlier run found them', async () => {
      spoil({
        match: { api: 'everyAction', method: 'POST', path: '^.*/codes$' },
        action: { kind: 'status', status: 400, body: { errors: [{ text: 'no' }] } },
      });
      await run(people, ['--find-or-create']);
      stack.simulators.context.faults.remove();
      const lookUps = requests('/findOrCreate').length;

      const { exitCode } = await run(people, ['--find-or-create', '--retry-failed']);

      expect(exitCode).toBe(0);
      expect(given()).toMatchObject([{ times: 1 }, { times: 1 }]);
      expect(requests('/findOrCreate')).toHaveLength(lookUps);
    });

    it('are made once when the answer to making them is lost', async () => {
      spoil({
        match: { api: 'everyAction', path: '/van/v4/people/findOrCreate' },
        every: 1,
        times: 3,
        action: { kind: 'cut', when: 'after' },
      });

      const first = await run(people, ['--find-or-create']);
      const second = await run(people, ['--find-or-create']);

      expect([first.exitCode, second.exitCode]).toEqual([3, 0]);
      expect(committee().people()).toHaveLength(7);
      expect(given()).toMatchObject([{ times: 1 }, { times: 1 }]);
    });

    it('are left alone unless asked for', async () => {
      const { summary } = await run(people);

      expect(summary?.counts).toMatchObject({ read: 4, skipped: 4 });
      expect(requests()).toEqual([]);
    });

    it('need columns to be looked up by', async () => {
      const { exitCode, summary } = await run(vanids(null), ['--find-or-create']);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain('a column email');
    });

    it('are foretold by a dry run, which makes nobody', async () => {
      const { exitCode, summary, output } = await run(people, ['--find-or-create', '--dry-run']);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 4, written: 2, duplicates: 1, skipped: 1 });
      expect(output).toContain(`would give person ${ANA} source code 1001 (Mobilize)`);
      expect(output).toContain('would make a new person and give them source code 1001 (Mobilize)');
      expect(committee().people()).toHaveLength(6);
      expect(given()).toEqual([]);
      expect(await log()).toEqual([]);
    });
  });

  describe('a fault', () => {
    it('that passes is met again by nobody but the next run', async () => {
      spoil({ times: 5, action: { kind: 'html', status: 503 } });

      const first = await run(vanids(ANA), [], { VAN_CONCURRENCY: '1' });
      const second = await run(vanids(ANA));

      expect([first.exitCode, second.exitCode]).toEqual([3, 0]);
      expect(await outcomes()).toEqual([
        [ANA, 'retry', 1],
        [ANA, 'synced', 2],
      ]);
    });

    it.each([
      [
        'a 429 that names milliseconds',
        {
          kind: 'status',
          status: 429,
          body: { errors: [{ code: '429', text: 'Rate limit exceeded. Try again in 30 ms.' }] },
        },
      ],
      [
        'a raw 500',
        { kind: 'status', status: 500, body: { message: 'canary@example.org', stackTrace: 'at Van' } },
      ],
      ['a connection that is cut after the effect', { kind: 'cut', when: 'after' }],
      ['no answer after the effect', { kind: 'stall', when: 'after' }],
    ] as const)('of a single call is survived: %s', async (_what, action) => {
      spoil({ nth: 1, action });

      const { exitCode, output } = await run(vanids(ANA, BEN), [], { HTTP_TIMEOUT_SECONDS: '1' });

      expect(exitCode).toBe(0);
      expect(output).not.toContain('canary@');
      expect(await outcomes()).toEqual(
        expect.arrayContaining([
          [ANA, 'synced', 1],
          [BEN, 'synced', 1],
        ]),
      );
      expect(await log()).toHaveLength(2);
    });

    itOnce('of every call ends the run with 75 before everybody was tried', async () => {
      spoil({ action: { kind: 'html', status: 503 } });

      const { exitCode, summary } = await run('SELECT 101000 + generate_series(1, 60) AS vanid', [], {
        VAN_CONCURRENCY: '16',
        VAN_CALLS_PER_SECOND: '0',
      });

      expect(exitCode).toBe(75);
      expect(summary?.error?.message).toContain('EveryAction seems to be unavailable');
      expect((await log()).length).toBeLessThan(60);
    });

    itOnce(
      'is not brought about by the job: it keeps to three calls at a time and ten a second',
      async () => {
        await using limited = await createJobStack({
          attendances: 0,
          migrated: true,
          rateLimits: true,
          latencyMs: 400,
        });

        const { exitCode } = await limited.run(JOB);

        const statuses = limited.simulators.context.journal
          .entries({ api: 'everyAction' })
          .map(({ status }) => status);
        expect(exitCode).toBe(0);
        expect(statuses).toHaveLength(7);
        expect(statuses).not.toContain(429);
      },
    );
  });

  describe('check', () => {
    it('says what is there', async () => {
      const { exitCode, lines } = await run(vanids(ANA, BEN), ['check']);

      expect(exitCode).toBe(0);
      expect(lines.filter(({ msg }) => msg === 'checked')).toMatchObject([
        { what: 'EveryAction: API key', detail: 'Simulated Action, Simulated Committee' },
        { what: 'EveryAction: codes', detail: 'source code 1001 (Mobilize)' },
        { what: 'Warehouse: tables' },
        { what: 'Warehouse: VAN_QUERY', detail: '2 rows' },
      ]);
    });

    it('says what is wrong, all of it', async () => {
      const { exitCode, output } = await run('SELECT 1 AS id', ['check'], { VAN_SOURCE_CODE_ID: '9' });

      expect(exitCode).toBe(2);
      expect(output).toContain('VAN_SOURCE_CODE_ID is 9');
      expect(output).toContain('VAN_QUERY must return a column vanid');
    });
  });
});
