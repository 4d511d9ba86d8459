import type { DialectName } from '@movement-etl/lib/warehouse';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { tabOf } from '../../support/spreadsheet.ts';
import { DIALECTS } from '../../support/test-database.ts';

/**
 * The faults of the flow that Parsons' training guide teaches, each as the promise that the jobs keep instead.
 * Source: Parsons docs/training_guides/etl_best_practices.rst, read 2026-06-20.
 */
const TRAINING_SPREADSHEET = '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I';
const fromGuide = { SOURCE_SPREADSHEET_ID: TRAINING_SPREADSHEET };

let stack: JobStack;
function useStackOn(dialect: DialectName): void {
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 8, migrated: true, dialect });
  });
  afterEach(() => stack[Symbol.asyncDispose]());
}

const requests = (api: string) => stack.simulators.context.journal.entries({ api });
const group = () => stack.simulators.actionNetwork.group;
const log = () =>
  stack.query('SELECT * FROM mobilize.mobilize_to_actionnetwork_log ORDER BY mobilizeid, attempt');
const userIds = () => stack.query('SELECT mobilizeid::int AS id FROM mobilize.users_to_sync ORDER BY 1');

/** The rows of the guide as sign-ups in the warehouse; all people are `1` unless it says otherwise. */
async function signUp(id: number, columns: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const row = {
    id,
    user_id: id,
    email_address: `person.${id}@example.org`,
    status: 'REGISTERED',
    ...columns,
  };
  const names = Object.keys(row);
  await stack.query(
    `INSERT INTO mobilize.attendances (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
}
const transform = () => stack.run('warehouse-transform');
const sync = (args: readonly string[] = [], env = {}) => stack.run('warehouse-to-actionnetwork', args, env);
const spoilPeople = (rule: { nth?: number; times?: number }, status: number) =>
  stack.simulators.context.faults.add({
    match: { api: 'actionNetwork', method: 'POST', path: '/api/v2/people' },
    ...rule,
    action: { kind: 'status', status, body: { error: 'refused' } },
  });

describe('the spreadsheet', () => {
  useStackOn('postgres');

  it('fault 1: dates come out as the guide meant them', async () => {
    await stack.run('mobilize-to-sheets', [], fromGuide);

    const [first] = tabOf(stack.simulators, 'Sheet1').records;
    expect(first?.timeslot_start_date).toBe('2022-01-22 15:30:00');
  });

  it('fault 2: red rows take one request, however many there are', async () => {
    const redRows = async (rows: readonly number[]) => {
      for (const row of rows) {
        const edit = { spreadsheetId: TRAINING_SPREADSHEET, cell: `H${row}`, value: 'false' };
        await stack.control('google/set-cell', edit);
      }
      stack.simulators.context.journal.clear();
      await stack.run('mobilize-to-sheets', [], fromGuide);
      const { backgrounds } = tabOf(stack.simulators, 'Sheet1');
      return {
        red: backgrounds.filter((colour) => colour !== undefined).length,
        requests: requests('google').length,
      };
    };
    await stack.run('mobilize-to-sheets', [], fromGuide);

    const one = await redRows([2]);
    const five = await redRows([3, 4, 5, 6]);

    expect([one.red, five.red]).toEqual([1, 5]);
    expect(five.requests).toBe(one.requests);
  });

  it('fault 3: readers never see an emptied or half-filled tab, colours do not stay on old rows, and the grid grows', async () => {
    await stack.control('google/set-cell', {
      spreadsheetId: TRAINING_SPREADSHEET,
      cell: 'H2',
      value: 'false',
    });
    await stack.run('mobilize-to-sheets', [], fromGuide);
    const seen = new Set<number>();
    stack.simulators.holds.add({ match: { api: 'google' }, phase: 'after' });
    const running = stack.start('mobilize-to-sheets');
    let isOver = false;
    running.process.once('close', () => {
      isOver = true;
    });

    while (!isOver) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      if (stack.simulators.holds.all().every(({ waiting }) => waiting.length === 0)) continue;
      seen.add(tabOf(stack.simulators, 'Sheet1').records.length);
      stack.simulators.holds.release();
      stack.simulators.holds.add({ match: { api: 'google' }, phase: 'after' });
    }

    expect((await running.end).exitCode).toBe(0);
    expect([...seen]).toEqual([5, 8]);
    expect(tabOf(stack.simulators, 'Sheet1').backgrounds.filter(Boolean)).toEqual([]);
  });

  it('fault 4: a spreadsheet of that name is made once, in a shared drive', async () => {
    const byName = {
      SPREADSHEET_ID: undefined,
      SPREADSHEET_NAME: 'Volunteer Attendance Records',
      DRIVE_FOLDER_ID: '1SimFolderInTheSharedDrive0000000',
    };
    const before = stack.simulators.google.state.spreadsheets.size;

    await stack.run('mobilize-to-sheets', [], byName);
    const { exitCode } = await stack.run('mobilize-to-sheets', [], byName);

    expect(exitCode).toBe(0);
    expect(stack.simulators.google.state.spreadsheets.size).toBe(before + 1);
  });
});

describe.each(DIALECTS)('the warehouse, on %s', (dialect) => {
  useStackOn(dialect);

  it('fault 5: the second day works like the first', async () => {
    await stack.run('mobilize-to-warehouse');
    await transform();
    await stack.control('mobilize/advance', { days: 1 });

    const load = await stack.run('mobilize-to-warehouse');
    const second = await transform();

    expect([load.exitCode, second.exitCode]).toEqual([0, 0]);
  });

  it('fault 7: one person is one row, also after a change of contact', async () => {
    await signUp(1, { email_address: 'old@example.org', person_modified_date: '2024-01-01' });
    await signUp(2, { user_id: 1, email_address: 'new@example.org', person_modified_date: '2024-02-02' });

    await transform();

    expect(await stack.query('SELECT email_address FROM mobilize.users_to_sync')).toEqual([
      { email_address: 'new@example.org' },
    ]);
  });

  it('fault 11: presence that is marked late reaches the warehouse and the spreadsheet of people who were synced', async () => {
    await stack.run('mobilize-to-warehouse');
    await transform();
    await sync(['--limit', '2']);
    await stack.control('mobilize/set-attended', { ids: [46273], attended: false });

    await stack.run('mobilize-to-warehouse');
    await stack.run('mobilize-to-sheets', ['--mode', 'merge']);

    expect(await stack.query('SELECT attended FROM mobilize.attendances WHERE id = 46273')).toEqual([
      { attended: false },
    ]);
    const record = tabOf(stack.simulators, 'Sheet1').records.find(({ id }) => id === 46273);
    expect(record?.attended).toBe(false);
  });
});

describe.each(DIALECTS)('Action Network, on %s', (dialect) => {
  useStackOn(dialect);

  it('fault 6: who could not be sent is tried again, and a long log makes nobody come twice', async () => {
    await signUp(1);
    await signUp(2);
    await transform();
    spoilPeople({ times: 3 }, 500);
    await sync([], { AN_CONCURRENCY: '1' });
    for (const attempt of [2, 3]) {
      await stack.query(
        `INSERT INTO mobilize.mobilize_to_actionnetwork_log (mobilizeid, synced, date, payload_hash, attempt, outcome)
         SELECT mobilizeid, false, now(), payload_hash, $1::int, 'retry' FROM mobilize.users_to_sync WHERE mobilizeid = 1`,
        [attempt],
      );
    }

    await transform();
    const listed = await userIds();
    const { summary } = await sync();

    expect(listed).toEqual([{ id: 1 }, { id: 2 }]);
    expect(summary?.counts).toMatchObject({ read: 2, written: 1, skipped: 1 });
  });

  it('fault 8: people are signed up with a real tag, and nobody is opted into text messages', async () => {
    await signUp(1, { phone_number: '5125550101' });
    await transform();

    await sync();

    const [person] = group().directory.all();
    expect(person?.custom_fields).toEqual({});
    expect(person?.phone).toEqual({ number: '15125550101', status: 'unsubscribed' });
    expect(group().tags.taggings({ personUuid: person?.uuid ?? '' })).toHaveLength(1);
    expect(await log()).toMatchObject([{ actionnetworkid: person?.uuid }]);
  });

  it('fault 9: a crash in the middle forgets nothing that was answered before', async () => {
    for (const id of [1, 2, 3, 4]) await signUp(id);
    await transform();
    stack.simulators.holds.add({ match: { api: 'actionNetwork', path: '/api/v2/people' }, nth: 3 });
    const running = stack.start('warehouse-to-actionnetwork', [], { AN_CONCURRENCY: '1' });
    while (stack.simulators.holds.all().every(({ waiting }) => waiting.length === 0)) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }

    running.process.kill('SIGKILL');
    await running.end;

    expect(await log()).toMatchObject([
      { mobilizeid: '1', synced: true },
      { mobilizeid: '2', synced: true },
    ]);
  });

  it('fault 10: the limit of four calls a second holds, passing failures are tried again, and errors name nobody', async () => {
    await stack.control('rate-limits', { name: 'actionNetwork', enabled: true });
    for (const id of [1, 2, 3, 4, 5, 6]) await signUp(id, { email_address: `canary.${id}@example.org` });
    await transform();
    spoilPeople({ nth: 2 }, 503);

    const { exitCode, output } = await sync();

    expect(exitCode).toBe(0);
    const statuses = requests('actionNetwork').map(({ status }) => status);
    expect(statuses).not.toContain(429);
    expect(statuses).toContain(503);
    expect(output + JSON.stringify(await log())).not.toContain('canary');
  });

  it('fault 12: people whose only sign-ups were cancelled do not get the tag, and consent stays as it is', async () => {
    await stack.control('action-network/people', {
      person: { email_addresses: [{ address: 'person.2@example.org', status: 'unsubscribed' }] },
    });
    await signUp(1, { status: 'CANCELLED' });
    await signUp(2);

    await transform();
    await sync();

    expect(await log()).toMatchObject([{ mobilizeid: '2', synced: true }]);
    expect(
      group()
        .directory.all()
        .map(({ email }) => email),
    ).toEqual([{ address: 'person.2@example.org', status: 'unsubscribed' }]);
  });
});
