import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'mobilize-to-warehouse';
const TABLES = ['attendances', 'events', 'deleted_events', 'people', 'organizations'] as const;
/** Past the training guide's rows come the hard cases; with 20 there are 15 of them, all usable but one without an id. */
const ATTENDANCES = 20;

describe.each(DIALECTS)('mobilize-to-warehouse, on %s', (dialect) => {
  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: ATTENDANCES, dialect });
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  /** Everything that was copied from Mobilize. */
  async function warehouseContents(): Promise<Record<string, unknown[]>> {
    const contents: Record<string, unknown[]> = {};
    for (const table of TABLES)
      contents[table] = await stack.query(`SELECT * FROM mobilize.${table} ORDER BY 1, 2, 3`);
    return contents;
  }

  const ids = async () =>
    (await stack.query<{ id: number }>('SELECT id::int FROM mobilize.attendances ORDER BY id')).map(
      ({ id }) => id,
    );
  const watermarks = () => stack.query('SELECT name, value FROM etl.job_state ORDER BY name');

  describe('the first run', () => {
    it('copies every list and counts what it read', async () => {
      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      const { attendances, events, people, organizations } = await warehouseContents();
      const rows = [attendances, events, people, organizations].map((list) => list?.length ?? 0);
      expect(rows).toEqual([19, 18, 18, 5]);
      const written = rows.reduce((sum, count) => sum + count, 0);
      expect(summary?.counts).toMatchObject({ read: written + 1, written, inserted: written, skipped: 1 });
    });

    it('spreads the person, event, timeslot, sponsor and referrer of an attendance over columns', async () => {
      await stack.run(JOB, ['--entities', 'attendances']);

      const [row] = await stack.query('SELECT * FROM mobilize.attendances WHERE id = 900001');
      expect(row).toMatchObject({
        user_id: '5071',
        given_name: 'Ana',
        family_name: 'Núñez',
        email_address: 'ana+ev@example.org',
        phone_number: '5125550101',
        postal_code: '02139',
        event_id: '454600',
        event_title: 'Hard Cases Hour',
        event_type: 'TRAINING',
        timeslot_id: '738400',
        timeslot_start_date: new Date(1_700_500_000_000),
        timeslot_end_date: new Date(1_700_507_200_000),
        status: 'CONFIRMED',
        attended: null,
        created_date: new Date(1_700_000_100_000),
        modified_date: new Date(1_700_003_600_000),
        organization_id: '1251',
        sponsor_name: 'Example Org',
        sms_opt_in_status: 'OPT_IN',
        utm_campaign: 'jan',
      });
      expect(JSON.parse(String(row?.custom_signup_field_values))).toMatchObject([
        { custom_field_name: 'bring_food', boolean_value: true },
      ]);
    });

    it('records the run with its counts in the transaction of the data', async () => {
      const { summary } = await stack.run(JOB);

      const runs = await stack.query(
        'SELECT run_id, status, exit_code, rows_written::int, checkpoint_at IS NOT NULL AS "isCheckpointed" FROM etl.job_runs',
      );
      expect(runs).toEqual([
        {
          run_id: summary?.runId,
          status: 'succeeded',
          exit_code: 0,
          rows_written: summary?.counts.written,
          isCheckpointed: true,
        },
      ]);
    });

    it('takes the lists that it is asked for', async () => {
      await stack.run(JOB, ['--entities', 'events,organizations']);

      const { attendances, events, organizations } = await warehouseContents();
      expect(attendances).toEqual([]);
      expect(events).toHaveLength(18);
      expect(organizations).toHaveLength(5);
    });
  });

  describe('a later run', () => {
    it('changes nothing when nothing has changed', async () => {
      await stack.run(JOB);
      const before = { contents: await warehouseContents(), watermarks: await watermarks() };

      const { exitCode, summary } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ inserted: 0, rejected: 0, failed: 0 });
      expect({ contents: await warehouseContents(), watermarks: await watermarks() }).toEqual(before);
    });

    it('reads only what changed since, and ends with what a full refresh would give', async () => {
      await stack.run(JOB, [], { MOBILIZE_OVERLAP_MINUTES: '0' });
      await stack.control('mobilize/advance', { days: 1 });
      await stack.control('mobilize/set-attended', { ids: [46273], attended: false });

      const incremental = await stack.run(JOB, [], { MOBILIZE_OVERLAP_MINUTES: '0' });
      const contents = await warehouseContents();
      await stack.run(JOB, ['--full-refresh', '--entities', 'attendances,events,people,organizations']);

      expect(incremental.summary?.counts.read).toBeLessThan(ATTENDANCES);
      expect(incremental.summary?.counts.inserted).toBeGreaterThan(0);
      expect(contents.attendances).toContainEqual(expect.objectContaining({ id: '46273', attended: false }));
      expect(contents).toEqual(await warehouseContents());
    });

    it('reads again what changed shortly before, because changes may show late', async () => {
      await stack.run(JOB, ['--entities', 'attendances']);
      stack.simulators.context.journal.clear();

      await stack.run(JOB, ['--entities', 'attendances'], { MOBILIZE_OVERLAP_MINUTES: '30' });

      const [mark] = (await watermarks()) as { value: string }[];
      const since = Date.parse(mark?.value ?? '') / 1000 - 30 * 60;
      const [request] = stack.simulators.context.journal.entries();
      expect(request?.query).toContain(`updated_since=${since}&`);
    });

    it('keeps an event that was deleted, and says so in the list of deleted events', async () => {
      await stack.run(JOB);
      await stack.control('mobilize/delete-event', { eventId: 454545 });

      await stack.run(JOB);

      const { events, deleted_events: deleted } = await warehouseContents();
      expect(events).toContainEqual(expect.objectContaining({ id: '454545' }));
      expect(deleted).toEqual([expect.objectContaining({ id: '454545', organization_id: '1251' })]);
    });

    it('keeps the newest data of a row that comes twice', async () => {
      stack.simulators.mobilize.knobs.turn({ maxPerPage: 7, repeatRowOnNextPage: true });
      await stack.run(JOB);
      const before = await ids();
      await stack.control('mobilize/touch', { first: 20 });
      await stack.control('mobilize/cancel', { ids: [46275] });

      const { exitCode } = await stack.run(JOB);

      expect(exitCode).toBe(0);
      expect(await ids()).toEqual(before);
      expect(await stack.query('SELECT status FROM mobilize.attendances WHERE id = 46275')).toEqual([
        { status: 'CANCELLED' },
      ]);
    });
  });

  describe('several organizations', () => {
    it('are read one after the other, and a row that two of them have is stored once', async () => {
      const { exitCode, summary } = await stack.run(JOB, ['--organization-id', '1251,1252,1253']);

      expect(exitCode).toBe(0);
      const all = await ids();
      expect(new Set(all).size).toBe(all.length);
      expect(all).toContain(46273);
      expect(all).toContain(800001);
      expect(summary?.counts.duplicates).toBeGreaterThan(0);
    });

    it('do not make the public list of organizations be read for each of them', async () => {
      stack.simulators.context.journal.clear();

      await stack.run(JOB, ['--entities', 'organizations', '--organization-id', '1251,1252,1253']);

      expect(stack.simulators.context.journal.entries({ api: 'mobilize' })).toHaveLength(1);
    });

    it('have watermarks of their own, so that one that is added later is read from its beginning', async () => {
      await stack.run(JOB, ['--entities', 'attendances']);
      const before = await ids();

      await stack.run(JOB, ['--entities', 'attendances', '--organization-id', '1251,1252']);

      expect(before).not.toContain(800001);
      expect(await ids()).toContain(800001);
      expect((await watermarks()).map(({ name }) => name)).toEqual([
        'attendances.updated_since.1251',
        'attendances.updated_since.1252',
      ]);
    });
  });

  describe('a full refresh', () => {
    it('swaps in complete new tables, without what has vanished', async () => {
      await stack.run(JOB);
      await stack.query("INSERT INTO mobilize.attendances (id, status) VALUES (1, 'VANISHED')");

      const { exitCode, summary } = await stack.run(JOB, ['--full-refresh']);

      expect(exitCode).toBe(0);
      expect(await ids()).not.toContain(1);
      expect(summary?.counts).toMatchObject({ written: 60, inserted: 60, updated: 0 });
    });

    it('can be run twice, and an incremental run goes on from it', async () => {
      await stack.run(JOB, ['--full-refresh']);
      const first = await warehouseContents();
      await stack.run(JOB, ['--full-refresh']);

      const { summary } = await stack.run(JOB, [], { MOBILIZE_OVERLAP_MINUTES: '0' });

      expect(await warehouseContents()).toEqual(first);
      expect(summary?.counts.inserted).toBe(0);
      expect(summary?.counts.read).toBeLessThan(10);
    });

    it('refuses to replace a table by an empty one, and leaves it as it was', async () => {
      await stack.run(JOB);
      const before = await warehouseContents();

      const { exitCode, summary } = await stack.run(JOB, ['--full-refresh', '--organization-id', '1253']);

      expect(exitCode).toBe(1);
      expect(summary?.error?.message).toMatch(/Mobilize returned no attendances.*--allow-empty/);
      expect(await warehouseContents()).toEqual(before);
    });

    it('empties the table when it is told that this is right', async () => {
      await stack.run(JOB);

      const { exitCode } = await stack.run(JOB, [
        '--full-refresh',
        '--allow-empty',
        ...['--organization-id', '1253', '--entities', 'attendances,people'],
      ]);

      expect(exitCode).toBe(0);
      expect(await warehouseContents()).toMatchObject({ attendances: [], people: [] });
    });

    it('of a part of the rows is refused', async () => {
      const { exitCode, summary } = await stack.run(JOB, ['--full-refresh', '--limit', '5']);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain('leave one of the two out');
    });
  });

  describe('--limit', () => {
    it('reads so many records of each list, and leaves the watermark alone', async () => {
      const { exitCode, summary } = await stack.run(JOB, [
        '--limit',
        '3',
        '--entities',
        'attendances,events',
      ]);
      await stack.run(JOB, ['--entities', 'attendances,events']);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 6, written: 6 });
      expect(summary?.steps).toMatchObject([{ rows: 3 }, { rows: 3 }]);
      expect(await ids()).toHaveLength(19);
    });
  });

  describe('--dry-run', () => {
    it('says how many rows of each list would be stored, and stores none', async () => {
      await stack.run(JOB);
      await stack.control('mobilize/advance', { days: 1 });
      const before = { contents: await warehouseContents(), watermarks: await watermarks() };

      const { exitCode, lines } = await stack.run(JOB, ['--dry-run']);

      expect(exitCode).toBe(0);
      expect(lines.map(({ msg }) => msg)).toContainEqual(
        expect.stringMatching(/^attendances: [1-9]\d* rows would be merged$/),
      );
      expect({ contents: await warehouseContents(), watermarks: await watermarks() }).toEqual(before);
    });
  });

  describe('--since', () => {
    const sinceOf = (day: string) => Math.floor(new Date(day).getTime() / 1000);
    const queries = () =>
      stack.simulators.context.journal
        .entries({ api: 'mobilize' })
        .filter(({ path }) => path.endsWith('/attendances'))
        .map(({ query }) => query);

    it('reads again what changed since then, and leaves the watermark where it was', async () => {
      await stack.run(JOB);
      const before = { contents: await warehouseContents(), watermarks: await watermarks() };

      const { exitCode } = await stack.run(JOB, ['--since', '2023-11-01']);

      expect(exitCode).toBe(0);
      expect(queries().at(-1)).toContain(`updated_since=${sinceOf('2023-11-01')}`);
      expect({ contents: await warehouseContents(), watermarks: await watermarks() }).toEqual(before);
    });

    it('leaves no gap: where it begins later than the last run ended, the next run starts from the old mark', async () => {
      await stack.run(JOB, ['--since', '2023-11-01', '--entities', 'attendances']);

      expect(await watermarks()).toEqual([]);
    });

    it('does not go with --full-refresh', async () => {
      const { exitCode, summary } = await stack.run(JOB, ['--since', '2023-11-01', '--full-refresh']);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toContain('leave one of the two out');
    });
  });
});
