import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJobStack, type JobStack } from '../../support/job-stack.ts';
import { tabOf, tabsOf } from '../../support/spreadsheet.ts';
import { DIALECTS } from '../../support/test-database.ts';

const JOB = 'warehouse-to-sheets';
const SPREADSHEET = '1SimVolunteerAttendanceRecords00000000000000';

describe.each(DIALECTS)('warehouse-to-sheets, on %s', (dialect) => {
  let stack: JobStack;
  beforeEach(async () => {
    stack = await createJobStack({ attendances: 1, dialect });
    await stack.query(`
    CREATE TABLE volunteers (id bigint, name text, zip varchar(10), hours numeric(8, 2), born date, signed_up timestamptz, is_active boolean);
    INSERT INTO volunteers VALUES
      (1, '=HYPERLINK("https://evil.example.org")', '02139', 7.50, '1990-02-03', '2026-01-31 15:30:00+00', true),
      (2, 'Lou', '78737', 0, NULL, NULL, NULL),
      (9007199254740993, 'Arleyne', NULL, -1.25, '2001-12-31', '2026-02-01 00:00:00+00', false)`);
  });
  afterEach(() => stack[Symbol.asyncDispose]());

  const QUERY = 'SELECT * FROM volunteers ORDER BY id';
  const run = (args: readonly string[] = [], env = {}) =>
    stack.run(JOB, args, { SHEETS_QUERY: QUERY, ...env });
  const sheet = () => tabOf(stack.simulators, 'Sheet1');
  const titles = () => tabsOf(stack.simulators).map(({ title }) => title);
  const ids = () => sheet().records.map(({ id }) => id);

  /** What people see in a tab's cells, and how the tab looks. */
  function viewOf(title: string) {
    const spreadsheet = stack.simulators.google.state.spreadsheets.get(SPREADSHEET);
    const found = spreadsheet?.sheets.find((tab) => tab.title === title);
    const view = stack.simulators.google.view({
      spreadsheetId: SPREADSHEET,
      sheetId: String(found?.sheetId),
      rows: '500',
    }) as {
      readonly filter: boolean;
      readonly frozenRowCount: number;
      readonly columns: readonly { readonly width: number | null }[];
      readonly rows: readonly { readonly cells: readonly { readonly text?: string }[] }[];
    };
    return { ...view, texts: view.rows.map(({ cells }) => cells.map(({ text }) => text)) };
  }

  describe('overwrite', () => {
    it('stores each value as what it is in the warehouse', async () => {
      const { exitCode, summary } = await run();

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 3, written: 3, rejected: 0 });
      expect(sheet().cells).toEqual([
        ['id', 'name', 'zip', 'hours', 'born', 'signed_up', 'is_active'],
        [1, '=HYPERLINK("https://evil.example.org")', '02139', 7.5, 32907, 46053.645833333, true],
        [2, 'Lou', '78737', 0, undefined, undefined, undefined],
        ['9007199254740993', 'Arleyne', undefined, -1.25, 37256, 46054, false],
      ]);
    });

    it('shows dates as dates and amounts with their decimals, under a header that stays, with a filter and widths', async () => {
      await run();

      const { texts, filter, frozenRowCount, columns } = viewOf('Sheet1');
      expect(texts[1]?.slice(2, 6)).toEqual(['02139', '7.50', '1990-02-03', '2026-01-31 15:30:00']);
      expect(filter).toBe(true);
      expect(frozenRowCount).toBe(1);
      expect(columns.slice(0, 3).map(({ width }) => width)).toEqual([142, 296, 65]);
    });

    it('changes nothing when it is run twice, and leaves no other tab behind', async () => {
      await run();
      const first = tabsOf(stack.simulators);

      const { exitCode } = await run();

      expect(exitCode).toBe(0);
      expect(tabsOf(stack.simulators)).toEqual(first);
      expect(titles()).toEqual(['Sheet1']);
    });

    it('makes the tab that is asked for, and takes the query from a file', async () => {
      await using file = await sqlFolder({ 'any name.sql': `${QUERY};\n-- the end\n` });
      const env = { SHEETS_QUERY: undefined, SHEETS_QUERY_FILE: join(file.path, 'any name.sql') };

      const { exitCode } = await run(['--worksheet', 'Volunteers'], env);

      expect(exitCode).toBe(0);
      expect(tabOf(stack.simulators, 'Volunteers').records).toHaveLength(3);
    });

    it('changes nothing when the query has no rows, and empties the tab when told so', async () => {
      await run();
      const before = tabsOf(stack.simulators);
      const nothing = { SHEETS_QUERY: 'SELECT * FROM volunteers WHERE false' };

      const careful = await run([], nothing);
      const noNewTab = await run(['--worksheet', 'Other'], nothing);
      const after = tabsOf(stack.simulators);
      const told = await run(['--allow-empty'], nothing);

      expect([careful.exitCode, noNewTab.exitCode]).toEqual([0, 0]);
      expect(careful.output).toContain('--allow-empty');
      expect(after).toEqual(before);
      expect(told.exitCode).toBe(0);
      expect(sheet().cells).toEqual([before[0]?.cells[0]]);
    });

    it('reads no more than --limit', async () => {
      const { summary } = await run(['--limit', '2']);

      expect(summary?.counts).toMatchObject({ read: 2, written: 2 });
      expect(ids()).toEqual([1, 2]);
    });
  });

  describe('append', () => {
    const append = ['--mode', 'append', '--key', 'id'];

    it('adds each row once, however often it runs, and leaves what people have changed', async () => {
      await run(append);
      await stack.control('google/set-cell', { cell: 'B3', value: 'Louise' });
      await stack.query("INSERT INTO volunteers (id, name, born) VALUES (3, 'Bondie', '1999-09-09')");

      const { summary } = await run(append);
      const again = await run(append);

      expect(summary?.counts).toMatchObject({ read: 4, written: 1, inserted: 1, skipped: 3 });
      expect(again.summary?.counts).toMatchObject({ written: 0, skipped: 4 });
      expect(ids()).toEqual([1, 2, '9007199254740993', 3]);
      expect(sheet().records[1]?.name).toBe('Louise');
      expect(viewOf('Sheet1').texts[4]?.[4]).toBe('1999-09-09');
    });
  });

  describe('merge', () => {
    const merge = ['--mode', 'merge', '--key', 'id'];

    it('updates rows by key, and leaves the columns and the order that people made', async () => {
      await run(merge);
      await stack.control('google/insert-column', { before: 'B' });
      await stack.control('google/set-cell', { cell: 'B1', value: 'Called by' });
      await stack.control('google/set-cell', { cell: 'B3', value: 'Maya' });
      await stack.query("UPDATE volunteers SET born = '2000-01-01' WHERE id = 2");

      const { exitCode, summary } = await run(merge);

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ written: 1, updated: 1, skipped: 2 });
      expect(sheet().records[1]).toMatchObject({ id: 2, 'Called by': 'Maya', born: 36526 });
      expect(viewOf('Sheet1').texts[2]?.[5]).toBe('2000-01-01');
    });

    it('changes nothing when nothing has changed, dates and amounts included', async () => {
      await run(merge);
      const before = stack.simulators.google.state.spreadsheets.get(SPREADSHEET)?.revision;

      const { summary } = await run(merge);

      expect(summary?.counts).toMatchObject({ written: 0, skipped: 3 });
      expect(stack.simulators.google.state.spreadsheets.get(SPREADSHEET)?.revision).toBe(before);
    });

    it('says which columns there are when the key is none of them', async () => {
      const { exitCode, summary } = await run(['--mode', 'merge', '--key', 'email']);

      expect(exitCode).toBe(2);
      expect(summary?.error?.message).toMatch(/no column "email" \(SHEETS_KEY\); its columns are id, name/);
    });

    it('keeps the last of rows with one key, and counts the others', async () => {
      await stack.query("INSERT INTO volunteers (id, name) VALUES (2, 'Lou again')");

      const { summary } = await run(merge, { SHEETS_QUERY: 'SELECT * FROM volunteers ORDER BY id, name' });

      expect(summary?.counts).toMatchObject({ read: 4, written: 3, duplicates: 1 });
      expect(sheet().records[1]?.name).toBe('Lou again');
    });
  });

  describe('a folder of queries', () => {
    const fromFolder = (path: string) => ({ SHEETS_QUERY: undefined, SHEETS_QUERIES_DIRECTORY: path });

    it('fills a tab with each, named like its file', async () => {
      await using folder = await sqlFolder({
        'Volunteers.sql': QUERY,
        'Volunteers by state.sql':
          'SELECT left(zip, 1) AS region, count(*) AS volunteers FROM volunteers GROUP BY 1 ORDER BY 1',
      });

      const { exitCode, summary } = await run([], fromFolder(folder.path));

      expect(exitCode).toBe(0);
      expect(summary?.counts).toMatchObject({ read: 6, written: 6 });
      expect(titles()).toEqual(['Sheet1', 'Volunteers by state', 'Volunteers']);
      expect(tabOf(stack.simulators, 'Volunteers by state').cells.slice(0, 2)).toEqual([
        ['region', 'volunteers'],
        ['0', 1],
      ]);
    });

    it('changes no tab when one of them is wrong, and names that one', async () => {
      await using folder = await sqlFolder({ 'A.sql': QUERY, 'B.sql': 'SELECT nope FROM volunteers' });

      const { exitCode, summary } = await run([], fromFolder(folder.path));

      expect(exitCode).toBe(1);
      expect(summary?.error?.message).toMatch(/the query B\.sql: .*nope/);
      expect(titles()).toEqual(['Sheet1']);
    });
  });

  describe('what is not to be written', () => {
    it('a query that would change the warehouse is refused', async () => {
      const { exitCode } = await run([], {
        SHEETS_QUERY: 'WITH gone AS (DELETE FROM volunteers RETURNING *) SELECT * FROM gone',
      });
      const second = await run([], { SHEETS_QUERY: 'SELECT 1 AS one; DELETE FROM volunteers' });

      expect([exitCode, second.exitCode]).toEqual([1, 1]);
      expect(await stack.query('SELECT id FROM volunteers')).toHaveLength(3);
    });

    it('a text that no cell holds is rejected with its reason, the others are written', async () => {
      await stack.query("INSERT INTO volunteers (id, name) VALUES (4, repeat('n', 50001))");

      const refused = await run();
      const untouched = sheet().cells;
      const allowed = await run(['--max-rejected-share', '0.5']);

      expect([refused.exitCode, allowed.exitCode]).toEqual([1, 3]);
      expect(untouched).toEqual([]);
      expect(allowed.summary?.counts).toMatchObject({ read: 4, written: 3, rejected: 1 });
      expect(await stack.query('SELECT job, target, column_name FROM etl.rejected_rows')).toEqual([
        { job: JOB, target: '"Sheet1"', column_name: 'name' },
        { job: JOB, target: '"Sheet1"', column_name: 'name' },
      ]);
    });

    it('columns with one name are refused with a hint', async () => {
      const { exitCode, summary } = await run([], { SHEETS_QUERY: 'SELECT id, id FROM volunteers' });

      expect(exitCode).toBe(1);
      expect(summary?.error?.message).toContain('name them with AS');
    });
  });

  it('60,000 rows of 20 columns fit into a minute of quota, and into bounded memory', async () => {
    const columns = Array.from(
      { length: 17 },
      (_, index) => `'value ' || n || ' of column ${index}' AS c${index}`,
    );
    const query = `SELECT n AS id, DATE '2026-01-01' + n % 365 AS day, n * 1.25 AS hours, ${columns.join(', ')} FROM generate_series(1, 60000) AS n`;

    const { exitCode, summary } = await run([], {
      SHEETS_QUERY: query,
      NODE_OPTIONS: '--max-old-space-size=96',
    });

    expect(exitCode).toBe(0);
    expect(summary?.counts).toMatchObject({ read: 60_000, written: 60_000 });
    expect(summary?.requests?.['google-sheets']).toBeLessThanOrEqual(30);
    expect(sheet().cells).toHaveLength(60_001);
  }, 120_000);

  async function sqlFolder(files: Readonly<Record<string, string>>) {
    const path = await mkdtemp(join(tmpdir(), 'movement-etl-sql-'));
    await Promise.all(Object.entries(files).map(([name, sql]) => writeFile(join(path, name), sql)));
    return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
  }
});
