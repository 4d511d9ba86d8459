import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { TabFormat } from '../../../../lib/connectors/google-sheets/index.ts';
import { ConfigError, PermanentError, type RejectedRowError } from '../../../../lib/errors/index.ts';
import { Table } from '../../../../lib/table/index.ts';
import {
  attendances,
  runAndKill,
  type SimulatedSheet,
  spreadsheetId,
  startSimulatedSheet,
  tableOf,
  target,
} from './simulated-sheet.ts';

let sheet: SimulatedSheet;
beforeAll(async () => {
  sheet = await startSimulatedSheet();
});
beforeEach(() => sheet.reset());
afterAll(() => sheet.close());

const red: TabFormat = { rules: [{ column: 'attended', equals: false, background: '#f4cccc' }] };
const header = ['id', 'name', 'postal_code', 'attended'];
const asCells = (rows: readonly Record<string, unknown>[]) =>
  rows.map(({ id, name, postal_code, attended }) =>
    attended === null ? [id, name, postal_code] : [id, name, postal_code, attended],
  );

describe('overwrite', () => {
  test('stores header and rows as they are, and leaves no staging tab', async () => {
    const rows = [{ id: 1, name: '=1+1', zip: '02139', attended: null, at: new Date(0), tags: ['a'] }];

    const result = await sheet.connect().overwrite(target, tableOf(rows));

    expect(result).toEqual({ read: 1, written: 1, rejected: 0, hasChanged: true });
    expect(await sheet.rows()).toEqual([
      ['id', 'name', 'zip', 'attended', 'at', 'tags'],
      [1, '=1+1', '02139', '', '1970-01-01T00:00:00.000Z', '["a"]'],
    ]);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });

  test('keeps the tab: its id, the cells beside our columns, its other rules', async () => {
    const theirs = {
      ranges: [{ sheetId: 0 }],
      booleanRule: { condition: { type: 'NOT_BLANK' }, format: { textFormat: { bold: true } } },
    };
    await sheet.person.batchUpdate(spreadsheetId, [{ addConditionalFormatRule: { rule: theirs, index: 0 } }]);
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!F1", [['Notes'], ['call'], ['write'], ['visit']]);
    await sheet.connect().overwrite(target, tableOf(attendances(1, 3)));

    await sheet.connect().overwrite(target, tableOf(attendances(7, 1)), { format: red });

    expect(await sheet.rows()).toEqual([
      [...header, '', 'Notes'],
      [7, 'Person 7', '02139', false, '', 'call'],
      ['', '', '', '', '', 'write'],
      ['', '', '', '', '', 'visit'],
    ]);
    const { sheetId, rules, frozenRowCount } = await sheet.tab();
    expect([sheetId, rules.length, frozenRowCount]).toEqual([0, 2, 1]);
  });

  test('does not stack its rules, run after run', async () => {
    for (let run = 0; run < 3; run++) {
      await sheet.connect().overwrite(target, tableOf(attendances(1, 5)), { format: red });
    }

    expect((await sheet.tab()).rules).toHaveLength(1);
  });

  test('empties columns that it had and has no more', async () => {
    await sheet.connect().overwrite(target, tableOf([{ id: 1, old: 'x', older: 'y' }]));
    await sheet.connect().overwrite(target, tableOf([{ id: 2 }, { id: 3 }]));

    expect(await sheet.rows()).toEqual([['id'], [2], [3]]);
  });

  test('refuses to destroy a column that people have put among ours, before anything changes', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 2)));
    await sheet.person.batchUpdate(spreadsheetId, [
      { insertDimension: { range: { sheetId: 0, dimension: 'COLUMNS', startIndex: 1, endIndex: 2 } } },
    ]);
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!B1", [['Notes'], ['call']]);
    const before = await sheet.rows();

    const overwrite = sheet.connect().overwrite(target, tableOf(attendances(5, 2)));

    await expect(overwrite).rejects.toThrow(/B \("Notes"\)/);
    expect(await sheet.rows()).toEqual(before);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });

  test('grows the grid as far as needed', async () => {
    const rows = Array.from({ length: 1500 }, (_, row) =>
      Object.fromEntries(Array.from({ length: 30 }, (_, column) => [`c${column}`, `${row}/${column}`])),
    );

    await sheet.connect().overwrite(target, tableOf(rows));

    expect(await sheet.tab()).toMatchObject({ rowCount: 1501, columnCount: 30 });
    expect((await sheet.rows())[1500]?.[29]).toBe('1499/29');
  });

  test('changes nothing for a table without rows', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 2)));
    const before = await sheet.rows();
    const sheets = sheet.connect();

    const result = await sheets.overwrite(target, tableOf([], header));

    expect(result).toEqual({ read: 0, written: 0, rejected: 0, hasChanged: false });
    expect(await sheet.rows()).toEqual(before);
    expect(sheets.counts.writes).toBe(0);
  });

  test('leaves only the header for a table without rows when told so', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 2)));

    await sheet.connect().overwrite(target, tableOf([], header), { allowEmpty: true });

    expect(await sheet.rows()).toEqual([header]);
  });

  test('writes 10,000 rows, 3,333 of them red, in at most 10 write requests', async () => {
    const wide = attendances(
      1,
      10_000,
      Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`field_${n}`, `some text ${n}`])),
    );
    const sheets = sheet.connect();

    await sheets.overwrite(target, tableOf(wide), { format: red });

    expect(sheets.counts.writes).toBeLessThanOrEqual(10);
    expect(await sheet.rows()).toHaveLength(10_001);
  });

  test('rejects a row that no cell can hold, with row and column', async () => {
    const rows = [
      { id: 1, note: 'ok' },
      { id: 2, note: 'x'.repeat(50_001) },
    ];
    const rejected: RejectedRowError[] = [];

    const stopped = sheet.connect().overwrite(target, tableOf(rows));
    await expect(stopped).rejects.toThrow('row 2, column note');
    const result = await sheet
      .connect()
      .overwrite(target, tableOf(rows), { rejected: { add: (error) => rejected.push(error) } });

    expect(result).toEqual({ read: 2, written: 1, rejected: 1, hasChanged: true });
    expect(rejected).toHaveLength(1);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });

  test('names the tabs there are when the tab is not there', async () => {
    const overwrite = sheet
      .connect()
      .overwrite({ ...target, worksheet: 'Shet1' }, tableOf(attendances(1, 1)));

    await expect(overwrite).rejects.toThrow(ConfigError);
    await expect(overwrite).rejects.toThrow(/no tab "Shet1"[\s\S]*"Sheet1"/);
  });

  test('refuses a table that Google has no room for, before the first write', async () => {
    await sheet.person.batchUpdate(spreadsheetId, [
      { addSheet: { properties: { title: 'Big', gridProperties: { rowCount: 398_000, columnCount: 25 } } } },
    ]);
    const sheets = sheet.connect();

    const overwrite = sheets.overwrite(target, tableOf(attendances(1, 5000)));

    await expect(overwrite).rejects.toThrow(/Google allows 10,000,000/);
    expect(sheets.counts.writes).toBe(0);
  });
});

describe('overwrite, seen from outside', () => {
  const before = attendances(1, 250);
  const after = attendances(100, 180);

  test('shows the old or the new rows at every request, never anything else', async () => {
    await sheet.connect().overwrite(target, tableOf(before));
    const seen = new Set<string>();
    const visibleTabs = new Set<string>();
    const unwatch = sheet.watch(async () => {
      seen.add(JSON.stringify(await sheet.rows()));
      const { worksheets } = await sheet.person.spreadsheet(spreadsheetId);
      for (const { title, hidden } of worksheets) if (!hidden) visibleTabs.add(title);
      return undefined;
    });

    await sheet.connect().overwrite(target, tableOf(after), { format: red });
    unwatch();
    seen.add(JSON.stringify(await sheet.rows()));

    expect([...visibleTabs]).toEqual(['Sheet1']);
    expect(seen).toEqual(
      new Set([JSON.stringify([header, ...asCells(before)]), JSON.stringify([header, ...asCells(after)])]),
    );
  });

  test.each(['before', 'after'] as const)(
    'is whole when killed %s any request takes effect, and as new when run again',
    async (phase) => {
      const oldRows = [header, ...asCells(before)];
      const newRows = [header, ...asCells(after)];
      const overwrite = (sheets: ReturnType<SimulatedSheet['connect']>) =>
        sheets.overwrite(target, tableOf(after), { format: red });
      let killCount = 0;

      for (let nth = 1; ; nth++) {
        sheet.reset();
        await sheet.connect().overwrite(target, tableOf(before));
        if ((await runAndKill(sheet, nth, phase, overwrite)) === 'done') break;
        killCount += 1;
        expect([oldRows, newRows]).toContainEqual(await sheet.rows());

        await overwrite(sheet.connect());

        expect(await sheet.rows()).toEqual(newRows);
        expect(await sheet.titles()).toEqual(['Sheet1']);
        expect(await sheet.tab()).toMatchObject({ sheetId: 0, rules: [{}], metadata: [{}] });
      }
      expect(killCount).toBeGreaterThanOrEqual(5);
    },
  );

  test.each(['before', 'after'] as const)(
    'goes on when the answer of any request is lost %s its effect',
    async (phase) => {
      for (let nth = 1; ; nth++) {
        sheet.reset();
        let count = 0;
        const unwatch = sheet.watch((_, at) => {
          if (at === 'before') count += 1;
          return count === nth && at === phase ? 'drop' : undefined;
        });

        const result = await sheet.connect().overwrite(target, tableOf(after), { format: red });
        unwatch();

        expect(result.written).toBe(180);
        expect(await sheet.rows()).toEqual([header, ...asCells(after)]);
        expect(await sheet.titles()).toEqual(['Sheet1']);
        if (count < nth) break;
      }
    },
  );

  test('a run that was taken over without noticing can neither mix its rows in nor commit', async () => {
    const { promise: pause, resolve: goOn } = Promise.withResolvers<void>();
    const slowTable = Table.fromBatches(
      async function* () {
        yield attendances(1, 20_001);
        await pause;
      },
      { columns: header },
    );
    const slow = sheet.connect().overwrite(target, slowTable);
    const failure = slow.catch((error: unknown) => error);
    await vi.waitFor(async () => expect(await sheet.titles()).toHaveLength(2));

    await sheet.connect().overwrite(target, tableOf(after));
    goOn();

    expect(await failure).toBeInstanceOf(PermanentError);
    expect(await sheet.rows()).toEqual([header, ...asCells(after)]);
    expect(await sheet.titles()).toEqual(['Sheet1']);
  });
});
