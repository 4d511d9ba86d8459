import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GoogleSheets, TabFormat } from '../../../../lib/connectors/google-sheets/index.ts';
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
const keys = async () => (await sheet.rows()).slice(1).map(([id]) => id);
const idsOf = (rows: readonly Record<string, unknown>[]) => rows.map(({ id }) => id);
/** Over 2 MB as a batchUpdate, so that it takes several. */
const manyRows = () => attendances(1, 900, { note: 'n'.repeat(6000) });

describe('append', () => {
  test('gives an empty tab a header and the rows', async () => {
    const result = await sheet.connect().append(target, tableOf(attendances(1, 2)), { key: 'id' });

    expect(result).toEqual({ read: 2, appended: 2, alreadyThere: 0, duplicates: 0, rejected: 0 });
    expect(await sheet.rows()).toEqual([
      ['id', 'name', 'postal_code', 'attended'],
      [1, 'Person 1', '02139', false],
      [2, 'Person 2', '02139'],
    ]);
    expect((await sheet.tab()).frozenRowCount).toBe(1);
  });

  test('adds only rows whose key is not there, whatever the order, and changes none', async () => {
    await sheet.connect().append(target, tableOf(attendances(1, 3)), { key: 'id' });
    const changed = [...attendances(2, 3, { name: 'changed' }), ...attendances(4, 1)].toReversed();

    const result = await sheet.connect().append(target, tableOf(changed), { key: 'id' });

    expect(result).toEqual({ read: 4, appended: 1, alreadyThere: 2, duplicates: 1, rejected: 0 });
    expect(await keys()).toEqual([1, 2, 3, 4]);
    expect((await sheet.rows())[2]?.[1]).toBe('Person 2');
  });

  test('takes a number and the same digits as text for one key', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['id', 'name', 'postal_code', 'attended'],
      ['1', 'as text'],
    ]);

    const result = await sheet.connect().append(target, tableOf(attendances(1, 1)), { key: 'id' });

    expect(result).toMatchObject({ appended: 0, alreadyThere: 1 });
  });

  test('goes by the names of the columns and leaves columns of people alone', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['name', 'Notes', 'id', 'attended', 'postal_code'],
      ['Person 1', 'call', 1, true, '02139'],
      ['', 'a note without a row', '', '', ''],
    ]);

    await sheet.connect().append(target, tableOf(attendances(2, 1)), { key: 'id' });

    expect(await sheet.rows()).toEqual([
      ['name', 'Notes', 'id', 'attended', 'postal_code'],
      ['Person 1', 'call', 1, true, '02139'],
      ['Person 2', 'a note without a row', 2, '', '02139'],
    ]);
  });

  test('goes below rows without a key', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['id', 'name', 'postal_code', 'attended'],
      [1, 'a', '', ''],
      ['', 'written by hand', '', ''],
    ]);

    await sheet.connect().append(target, tableOf(attendances(2, 1)), { key: 'id' });

    expect((await sheet.rows())[3]?.[0]).toBe(2);
  });

  test('refuses a header in which a column is missing, and says what is there', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [['id', 'Name', 'postal_code', 'attended']]);

    const append = sheet.connect().append(target, tableOf(attendances(1, 1)), { key: 'id' });

    await expect(append).rejects.toThrow(/no column "name"; its header \(row 1\) has "id", "Name"/);
  });

  test('refuses rows below an empty header', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A3", [[1]]);

    const append = sheet.connect().append(target, tableOf(attendances(1, 1)), { key: 'id' });

    await expect(append).rejects.toThrow(/rows but no header/);
  });

  test('rejects a row without key', async () => {
    const reasons: string[] = [];
    const rows = [...attendances(1, 1), { id: ' ', name: 'x' }];

    const result = await sheet.connect().append(target, tableOf(rows), {
      key: 'id',
      rejected: { add: ({ message }) => reasons.push(message) },
    });

    expect(result).toMatchObject({ read: 2, appended: 1, rejected: 1 });
    expect(reasons).toEqual(['row 2, column id: the key is empty']);
  });

  test('moves the watermark with the last rows and keeps it when it has none', async () => {
    const sheets = sheet.connect();
    await sheets.append(target, tableOf(attendances(1, 2)), { key: 'id', watermark: () => '2026-01-05' });
    await sheets.append(target, tableOf(attendances(3, 1)), { key: 'id' });

    expect(await sheets.readWatermark(target)).toBe('2026-01-05');
  });

  test('writes nothing when there is nothing new', async () => {
    await sheet
      .connect()
      .append(target, tableOf(attendances(1, 3)), { key: 'id', format: red, watermark: 'x' });
    const sheets = sheet.connect();

    await sheets.append(target, tableOf(attendances(1, 3)), { key: 'id', format: red, watermark: 'x' });

    expect(sheets.counts.writes).toBe(0);
  });

  test('spreads its rule over rows that are added below the grid', async () => {
    await sheet.connect().append(target, tableOf(attendances(1, 10)), { key: 'id', format: red });
    await sheet.connect().append(target, tableOf(attendances(11, 1500)), { key: 'id', format: red });

    const { rules, rowCount } = await sheet.tab();
    expect(rowCount).toBe(1511);
    expect(rules).toMatchObject([{ ranges: [{ startRowIndex: 1, endRowIndex: 1511 }] }]);
  });

  test('writes 10,000 rows, 3,333 of them red, in at most 10 write requests', async () => {
    const wide = attendances(
      1,
      10_000,
      Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`field_${n}`, `some text ${n}`])),
    );
    const sheets = sheet.connect();

    await sheets.append(target, tableOf(wide), { key: 'id', format: red });

    expect(sheets.counts.writes).toBeLessThanOrEqual(10);
  });
});

describe('append, exactly once', () => {
  const append = (rows: readonly Record<string, unknown>[]) => (sheets: GoogleSheets) =>
    sheets.append(target, tableOf(rows), { key: 'id', format: red, watermark: 'new' });

  test.each(['before', 'after'] as const)(
    'when killed %s any request takes effect and run again in another order',
    async (phase) => {
      const rows = manyRows();
      let killCount = 0;

      for (let nth = 1; ; nth++) {
        sheet.reset();
        await sheet
          .connect()
          .append(target, tableOf(attendances(9000, 2, { note: '' })), { key: 'id', watermark: 'old' });
        if ((await runAndKill(sheet, nth, phase, append(rows))) === 'done') break;
        killCount += 1;
        const half = await keys();
        const isWhole = half.length === 902;
        expect(await sheet.connect().readWatermark(target)).toBe(isWhole ? 'new' : 'old');

        await append(rows.toReversed())(sheet.connect());

        expect((await keys()).toSorted()).toEqual([...idsOf(rows), 9000, 9001].toSorted());
        expect((await keys()).slice(0, half.length)).toEqual(half);
        expect(await sheet.connect().readWatermark(target)).toBe('new');
        expect(await sheet.tab()).toMatchObject({ rules: [{}], metadata: [{}] });
      }
      expect(killCount).toBeGreaterThanOrEqual(7);
    },
    60_000,
  );

  test.each(['before', 'after'] as const)(
    'when the answer of any request is lost %s its effect',
    async (phase) => {
      const rows = manyRows();
      for (let nth = 1; ; nth++) {
        sheet.reset();
        let count = 0;
        const unwatch = sheet.watch((_, at) => {
          if (at === 'before') count += 1;
          return count === nth && at === phase ? 'drop' : undefined;
        });

        const result = await append(rows)(sheet.connect());
        unwatch();

        expect(result.appended).toBe(900);
        expect(await keys()).toEqual(idsOf(rows));
        if (count < nth) break;
      }
    },
    60_000,
  );

  test('when a lost request takes effect only after it was sent again', async () => {
    sheet.simulators.context.faults.add({
      match: { api: 'google', method: 'POST', path: '^/v4/.*:batchUpdate$' },
      nth: 1,
      action: { kind: 'late', ms: 300 },
    });

    const result = await append(attendances(1, 5))(sheet.connect());
    const before = await sheet.rows();
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!B2", [['edited by a person']]);
    await new Promise((resolve) => setTimeout(resolve, 500));

    expect(result.appended).toBe(5);
    expect(before).toHaveLength(6);
    expect((await sheet.rows())[1]?.[1]).toBe('edited by a person');
    expect(await keys()).toEqual([1, 2, 3, 4, 5]);
  });
});
