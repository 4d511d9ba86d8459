import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  attendances,
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

describe('readWorksheet', () => {
  test('fills up rows that the API cuts short, and reads again when read again', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [['id', 'a', 'b'], [1], [2, '', 'x']]);
    const table = await sheet.connect().readWorksheet(target);
    const rows = [
      { id: '1', a: '', b: '' },
      { id: '2', a: '', b: 'x' },
    ];

    expect(await table.toArray()).toEqual(rows);
    expect(await table.toArray()).toEqual(rows);
    expect(await table.columns()).toEqual(['id', 'a', 'b']);
  });

  test('gives numbers and booleans as such when asked', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['id', 'yes'],
      [1, true],
    ]);

    const table = await sheet.connect().readWorksheet(target, { cells: 'typed' });

    expect(await table.toArray()).toEqual([{ id: 1, yes: true }]);
  });

  test('keeps blank rows between rows and leaves those at the end', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [['id'], [1], [''], [2]]);

    const table = await sheet.connect().readWorksheet(target);

    expect(await table.toArray()).toEqual([{ id: '1' }, { id: '' }, { id: '2' }]);
  });

  test('streams a long tab in chunks', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 25_000)));
    const sheets = sheet.connect();

    const table = await sheets.readWorksheet(target);
    const readsBefore = sheets.counts.reads;

    expect(await table.numRows()).toBe(25_000);
    expect(sheets.counts.reads - readsBefore).toBe(5);
  });

  test('reads an empty tab as a table without rows', async () => {
    const table = await sheet.connect().readWorksheet(target);

    expect(await table.toArray()).toEqual([]);
  });

  test.each([
    [['id', '', 'b'], /B1[\s\S]*blank/],
    [['id', 'id'], /repeats "id"/],
  ])('refuses the header %j', async (header, message) => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [header]);

    await expect(sheet.connect().readWorksheet(target)).rejects.toThrow(message);
  });
});

describe('the spreadsheet', () => {
  test('lists its tabs and adds one only once', async () => {
    const sheets = sheet.connect();
    await sheets.addSheet({ spreadsheetId, worksheet: "Ana's tab" });
    await sheets.addSheet({ spreadsheetId, worksheet: "Ana's tab" });

    const titles = (await sheets.worksheets(spreadsheetId)).map(({ title }) => title);

    expect(titles).toEqual(['Sheet1', "Ana's tab"]);
  });

  test('is written and read under a title that needs quotes', async () => {
    const quoted = { spreadsheetId, worksheet: "Ana's Q3 – tab!" };
    const sheets = sheet.connect();
    await sheets.addSheet(quoted);
    await sheets.overwrite(quoted, tableOf([{ id: 1 }]));
    await sheets.merge(quoted, tableOf([{ id: 2 }]), { key: 'id' });

    expect(await (await sheets.readWorksheet(quoted)).toArray()).toEqual([{ id: '1' }, { id: '2' }]);
  });
});

describe('Drive', () => {
  test('makes a spreadsheet in a shared drive, finds it by name, and shares it without mail', async () => {
    const sheets = sheet.connect();
    const made = await sheets.createSpreadsheet('New records', '1SimFolderInTheSharedDrive0000000');

    const found = await sheets.findSpreadsheet('New records', '1SimFolderInTheSharedDrive0000000');
    await sheets.share(made.id, 'ana@example.org', 'reader');

    expect(found?.id).toBe(made.id);
    expect(await sheets.findSpreadsheet('Nothing', '1SimFolderInTheSharedDrive0000000')).toBeUndefined();
  });

  test('explains why a service account cannot make files in My Drive', async () => {
    const create = sheet.connect().createSpreadsheet('New records', '1SimFolderInMyDrive00000000000000');

    await expect(create).rejects.toThrow(/shared drive/);
  });

  test('does not make a second file when the answer was lost', async () => {
    let creations = 0;
    const unwatch = sheet.watch(({ method, path }, phase) =>
      method === 'POST' && path === '/drive/v3/files' && phase === 'after' && ++creations === 1
        ? 'drop'
        : undefined,
    );
    const sheets = sheet.connect();

    const made = await sheets.createSpreadsheet('Only one', '1SimFolderInTheSharedDrive0000000');
    unwatch();

    expect(creations).toBe(1);
    expect((await sheets.findSpreadsheet('Only one', '1SimFolderInTheSharedDrive0000000'))?.id).toBe(made.id);
  });
});
