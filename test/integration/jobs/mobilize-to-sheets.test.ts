import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { tabOf, tabsOf } from '../../support/spreadsheet.ts';

const JOB = 'mobilize-to-sheets';
const TRAINING_SPREADSHEET = '1YZr6gXmptxfzqb_t58frwNHhVu_KMTQzvMpnNUZd47I';
const FOLDER = '1SimFolderInTheSharedDrive0000000';
const RED = '#f4c7c3';

let stack: JobStack;
beforeEach(async () => {
  stack = await createJobStack({ attendances: 54 });
});
afterEach(() => stack[Symbol.asyncDispose]());

const attendances = () => tabOf(stack.simulators, 'Sheet1');
const titles = () => tabsOf(stack.simulators).map(({ title }) => title);
const ids = () => attendances().records.map(({ id }) => id);
const rowOf = (id: number) => attendances().records.find((record) => record.id === id);
const rejectedRows = () => stack.query('SELECT target, column_name, reason FROM etl.rejected_rows');

describe('overwrite', () => {
  it('brings every sign-up to the tab, with the person in columns and dates in UTC and at the place of the event', async () => {
    const { exitCode, summary } = await stack.run(JOB);

    expect(exitCode).toBe(0);
    expect(summary?.counts).toMatchObject({ read: 54, written: 53, skipped: 1 });
    expect(rowOf(46273)).toEqual({
      id: 46273,
      event_id: 454545,
      event_title: 'January Canvass',
      timeslot_id: 738375,
      timeslot_start_date: '2022-01-22 15:30:00',
      timeslot_end_date: '2022-01-22 17:30:00',
      event_timezone: 'America/Chicago',
      timeslot_start_local: '2022-01-22 09:30:00',
      timeslot_end_local: '2022-01-22 11:30:00',
      status: 'REGISTERED',
      attended: true,
      user_id: 1001,
      given_name: 'Lou',
      family_name: 'Slainey',
      email_address: 'lslainey0@example.org',
      phone_number: '3271326753',
      postal_code: '78737',
    });
  });

  it('changes nothing when it is run twice, keeps the tab, and leaves no other tab behind', async () => {
    await stack.run(JOB);
    const first = tabsOf(stack.simulators);

    const { exitCode } = await stack.run(JOB);

    expect(exitCode).toBe(0);
    expect(tabsOf(stack.simulators)).toEqual(first);
    expect(titles()).toEqual(['Sheet1', 'Sign-ups by event']);
  });

  it('shows a day later what is true then', async () => {
    await stack.run(JOB);
    await stack.control('mobilize/advance', { days: 1 });
    await stack.control('mobilize/cancel', { ids: [46273] });

    await stack.run(JOB);

    expect(rowOf(46273)).toMatchObject({ status: 'CANCELLED' });
    expect(ids().length).toBeGreaterThan(53);
  });

  it('paints red who did not come, and nobody of whom nobody has said', async () => {
    await stack.control('mobilize/set-attended', { ids: [46274], attended: false });
    await stack.control('mobilize/set-attended', { ids: [46275], attended: null });

    await stack.run(JOB);

    const { records, backgrounds } = attendances();
    const red = records.filter((_, index) => backgrounds[index] === RED);
    expect(red.map(({ id }) => id)).toContain(46274);
    expect(red.every(({ attended }) => attended === false)).toBe(true);
    expect(records.filter(({ attended }) => attended === false)).toHaveLength(red.length);
    expect(rowOf(46275)?.attended ?? null).toBeNull();
  });

  it('keeps formulas in names as text', async () => {
    await stack.run(JOB);

    const names = attendances().records.map(({ given_name }) => given_name);
    expect(names).toContain('=HYPERLINK("https://evil.example.org","x")');
    expect(names).toContain('007');
    expect(
      attendances()
        .cells.flat()
        .filter((cell) => typeof cell === 'object'),
    ).toEqual([]);
  });

  it('counts the sign-ups of each event in a tab of their own', async () => {
    await stack.run(JOB);

    const { records } = tabOf(stack.simulators, 'Sign-ups by event');
    const rows = attendances().records;
    expect(records[0]?.event_title).toBe('Hard Cases Hour');
    for (const { event_id: event, signups, cancelled, came, did_not_come: absent } of records) {
      const own = rows.filter((row) => row.event_id === event);
      expect([signups, cancelled, came, absent]).toEqual([
        own.length,
        own.filter(({ status }) => status === 'CANCELLED').length,
        own.filter(({ attended }) => attended === true).length,
        own.filter(({ attended }) => attended === false).length,
      ]);
    }
  });

  it('changes nothing when the source has nothing, and says how to empty the tab all the same', async () => {
    await stack.run(JOB);
    const before = tabsOf(stack.simulators);

    const careful = await stack.run(JOB, [], { MOBILIZE_ORGANIZATION_ID: '1253' });
    const after = tabsOf(stack.simulators);
    const told = await stack.run(JOB, ['--allow-empty'], { MOBILIZE_ORGANIZATION_ID: '1253' });

    expect(careful.exitCode).toBe(0);
    expect(careful.output).toContain('--allow-empty');
    expect(after).toEqual(before);
    expect(told.exitCode).toBe(0);
    expect(attendances().records).toEqual([]);
    expect(attendances().cells[0]).toContain('given_name');
  });
});

describe('append', () => {
  it('adds each sign-up once, however often it runs, and leaves what people have changed', async () => {
    await stack.run(JOB, ['--mode', 'append']);
    await stack.control('google/set-cell', { cell: 'M2', value: 'Louise' });
    const first = ids();
    await stack.control('mobilize/advance', { days: 1 });

    const { summary } = await stack.run(JOB, ['--mode', 'append']);
    const again = await stack.run(JOB, ['--mode', 'append']);

    expect(ids().slice(0, first.length)).toEqual(first);
    expect(new Set(ids()).size).toBe(ids().length);
    expect(ids().length).toBe(first.length + (summary?.counts.written ?? 0));
    expect(summary?.counts.written).toBeGreaterThan(0);
    expect(again.summary?.counts.written).toBe(0);
    expect(attendances().cells.flat()).toContain('Louise');
  });
});

describe('merge', () => {
  it('updates the own columns by id, and leaves the columns, colours and order that people made', async () => {
    await stack.run(JOB, ['--mode', 'merge']);
    await stack.control('google/insert-column', { before: 'B' });
    await stack.control('google/set-cell', { cell: 'B1', value: 'Called by' });
    await stack.control('google/set-cell', { cell: 'B2', value: 'Maya' });
    await stack.control('google/set-colour', { cells: 'B2', colour: '#00ff00' });
    const order = ids();
    await stack.control('mobilize/set-attended', { ids: [Number(order[0])], attended: false });

    const { exitCode, summary } = await stack.run(JOB, ['--mode', 'merge']);

    expect(exitCode).toBe(0);
    expect(summary?.counts).toMatchObject({ written: 1, updated: 1, inserted: 0, skipped: 53 });
    expect(ids()).toEqual(order);
    expect(attendances().records[0]).toMatchObject({ 'Called by': 'Maya', attended: false });
  });

  it('changes nothing when nothing has changed', async () => {
    await stack.run(JOB, ['--mode', 'merge']);
    const before = tabOf(stack.simulators, 'Sheet1');

    const { summary } = await stack.run(JOB, ['--mode', 'merge']);

    expect(summary?.counts).toMatchObject({ written: 0 });
    expect(attendances()).toEqual(before);
  });
});

describe('--months', () => {
  it('writes a tab for each month and leaves the other sign-ups out', async () => {
    const { exitCode, summary } = await stack.run(JOB, ['--months', '2022-01,2022-02']);

    expect(exitCode).toBe(0);
    const idsIn = (title: string) => tabOf(stack.simulators, title).records.map(({ id }) => id);
    expect(idsIn('2022-01')).toEqual([46273, 46274]);
    expect(idsIn('2022-02')).toEqual([46275, 46276]);
    expect(summary?.counts).toMatchObject({ written: 4, skipped: 50 });
  });

  it.each(['2022-13', 'January', '2022-1'])('refuses %s', async (month) => {
    const { exitCode, output } = await stack.run(JOB, ['--months', month]);

    expect(exitCode).toBe(2);
    expect(output).toContain('MONTHS must be months such as 2022-01');
  });
});

describe('a spreadsheet as the source', () => {
  const fromSheet = { SOURCE_SPREADSHEET_ID: TRAINING_SPREADSHEET, MOBILIZE_AMERICA_API_KEY: undefined };

  it('gives the five rows of the training guide, dates as printed there', async () => {
    const { exitCode, summary } = await stack.run(JOB, [], fromSheet);

    expect(exitCode).toBe(0);
    expect(summary?.requests).not.toHaveProperty('mobilize');
    const dates = attendances().records.map((row) => [
      row.id,
      row.timeslot_start_date,
      row.timeslot_end_date,
    ]);
    expect(dates).toEqual([
      [46273, '2022-01-22 15:30:00', '2022-01-22 17:30:00'],
      [46274, '2022-01-30 17:30:00', '2022-01-30 07:30:00'],
      [46275, '2022-02-15 15:30:00', '2022-02-15 17:30:00'],
      [46276, '2022-02-20 17:30:00', '2022-02-20 07:30:00'],
      [46277, '2022-03-25 14:30:00', '2022-03-25 16:30:00'],
    ]);
    expect(rowOf(46277)).toMatchObject({
      user_id: 5,
      given_name: 'Korrie',
      postal_code: '78737',
      attended: true,
    });
  });

  it('keeps the reason why a row cannot be read, and fails with nothing written when they are too many', async () => {
    const edit = { spreadsheetId: TRAINING_SPREADSHEET, cell: 'H3', value: 'perhaps' };
    await stack.control('google/set-cell', edit);

    const refused = await stack.run(JOB, [], fromSheet);
    const untouched = attendances().cells;
    const allowed = await stack.run(JOB, ['--max-rejected-share', '0.2'], fromSheet);

    expect(refused.exitCode).toBe(1);
    expect(untouched).toEqual([]);
    expect(allowed.exitCode).toBe(3);
    expect(allowed.summary?.counts).toMatchObject({ read: 5, written: 4, rejected: 1 });
    expect(ids()).toEqual([46273, 46275, 46276, 46277]);
    const reason = { target: 'source', column_name: 'attended', reason: 'is neither true, false nor empty' };
    expect(await rejectedRows()).toEqual([reason, reason]);
  });

  it('says which columns it lacks', async () => {
    await stack.control('google/delete-column', { spreadsheetId: TRAINING_SPREADSHEET, column: 'I' });

    const { exitCode, summary } = await stack.run(JOB, [], fromSheet);

    expect(exitCode).toBe(2);
    expect(summary?.error?.message).toContain('lacks the columns person');
  });
});

describe('a text that no cell can hold', () => {
  beforeEach(() => {
    const { attendances: store } = stack.simulators.mobilize.world;
    const { id: _, person, ...row } = store.row(0);
    store.addPosted({ ...row, person: { ...person, given_name: 'n'.repeat(50_001) } });
  });

  it.each(['overwrite', 'append', 'merge'])(
    'is rejected with its reason, the others are written: %s',
    async (mode) => {
      const { exitCode, summary } = await stack.run(JOB, ['--mode', mode]);

      expect(exitCode).toBe(3);
      expect(summary?.counts).toMatchObject({ read: 55, written: 53, rejected: 1 });
      expect(await rejectedRows()).toEqual([
        { target: '"Sheet1"', column_name: 'given_name', reason: expect.stringContaining('50000') },
      ]);
    },
  );

  it.each(['overwrite', 'append', 'merge'])(
    'leaves the tab as it was when there are too many: %s',
    async (mode) => {
      const { exitCode } = await stack.run(JOB, ['--mode', mode, '--max-rejected-share', '0.001']);

      expect(exitCode).toBe(1);
      expect(attendances().records).toEqual([]);
      expect(await rejectedRows()).toHaveLength(1);
    },
  );
});

describe('without a warehouse', () => {
  const noWarehouse = { DATABASE_URL: undefined };

  it('works all the same, twice', async () => {
    await stack.run(JOB, [], noWarehouse);

    const { exitCode } = await stack.run(JOB, [], noWarehouse);

    expect(exitCode).toBe(0);
    expect(ids()).toHaveLength(53);
  });

  it('gives way with 75 to a run that holds the lease in the spreadsheet', async () => {
    stack.simulators.holds.add({ match: { api: 'mobilize' }, nth: 1 });
    const holder = stack.start(JOB, [], noWarehouse);
    while (stack.simulators.holds.all().every(({ waiting }) => waiting.length === 0)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    const second = await stack.run(JOB, [], noWarehouse);
    stack.simulators.holds.release();
    const first = await holder.end;

    expect(second.exitCode).toBe(75);
    expect(second.summary?.status).toBe('held');
    expect(first.exitCode).toBe(0);
  });
});

describe('a spreadsheet by its name', () => {
  const byName = {
    SPREADSHEET_ID: undefined,
    SPREADSHEET_NAME: 'Volunteer Attendance Records',
    DRIVE_FOLDER_ID: FOLDER,
  };

  it('is made by the first run, and found by the next ones', async () => {
    const before = stack.simulators.google.state.spreadsheets.size;

    const first = await stack.run(JOB, [], byName);
    const second = await stack.run(JOB, [], byName);

    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    expect(second.summary?.target).toBe(first.summary?.target);
    expect(stack.simulators.google.state.spreadsheets.size).toBe(before + 1);
  });

  it('is not made by a check or a dry run, which say that it is missing', async () => {
    const before = stack.simulators.google.state.spreadsheets.size;

    const check = await stack.run(JOB, ['check'], byName);
    const dryRun = await stack.run(JOB, ['--dry-run'], byName);

    expect([check.exitCode, dryRun.exitCode]).toEqual([2, 2]);
    expect(check.output).toContain('the first run makes it');
    expect(stack.simulators.google.state.spreadsheets.size).toBe(before);
  });

  it('in My Drive, where a service account cannot make files, is explained', async () => {
    const { exitCode, summary } = await stack.run(JOB, [], {
      ...byName,
      DRIVE_FOLDER_ID: '1SimFolderInMyDrive00000000000000',
    });

    expect(exitCode).toBe(2);
    expect(summary?.error?.message).toMatch(/shared drive/);
  });
});
