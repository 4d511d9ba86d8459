import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GoogleSheets } from '../../../../lib/connectors/google-sheets/index.ts';
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

describe('merge', () => {
  test('updates by key where people have moved columns and rows, and leaves their own cells alone', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['Notes', 'name', 'attended', 'Caller', 'id', 'postal_code'],
      ['third', 'Person 3', true, 'Ana', 3, '02139'],
      ['first', 'Person 1', true, '=1', 1, '02139'],
    ]);

    const result = await sheet.connect().merge(target, tableOf(attendances(1, 4)), { key: 'id' });

    expect(result).toEqual({ read: 4, added: 2, updated: 1, unchanged: 1, duplicates: 0, rejected: 0 });
    expect(await sheet.rows()).toEqual([
      ['Notes', 'name', 'attended', 'Caller', 'id', 'postal_code'],
      ['third', 'Person 3', true, 'Ana', 3, '02139'],
      ['first', 'Person 1', false, '=1', 1, '02139'],
      ['', 'Person 2', '', '', 2, '02139'],
      ['', 'Person 4', false, '', 4, '02139'],
    ]);
  });

  test('writes nothing when nothing changed', async () => {
    await sheet.connect().merge(target, tableOf(attendances(1, 50)), { key: 'id' });
    const sheets = sheet.connect();

    const result = await sheets.merge(target, tableOf(attendances(1, 50).toReversed()), { key: 'id' });

    expect(result).toMatchObject({ unchanged: 50, updated: 0, added: 0 });
    expect(sheets.counts.writes).toBe(0);
  });

  test('empties a cell whose value is gone', async () => {
    await sheet.connect().merge(target, tableOf([{ id: 1, name: 'x' }]), { key: 'id' });
    await sheet.connect().merge(target, tableOf([{ id: 1, name: null }]), { key: 'id' });

    expect(await sheet.rows()).toEqual([['id', 'name'], [1]]);
  });

  test('takes the last of several rows with one key', async () => {
    const rows = [
      { id: 1, name: 'old' },
      { id: 2, name: 'other' },
      { id: 1, name: 'new' },
    ];

    const result = await sheet.connect().merge(target, tableOf(rows), { key: 'id' });

    expect(result).toMatchObject({ added: 2, duplicates: 1 });
    expect(await sheet.rows()).toEqual([
      ['id', 'name'],
      [1, 'new'],
      [2, 'other'],
    ]);
  });

  test('takes the last one also when the table is larger than one chunk', async () => {
    const rows = [
      ...attendances(1, 10_000),
      ...attendances(10_000, 1, { name: 'newest' }),
      ...attendances(5, 1, { name: 'newest too' }),
    ];

    const result = await sheet.connect().merge(target, tableOf(rows), { key: 'id' });

    expect(result).toMatchObject({ read: 10_002, added: 10_000, duplicates: 2 });
    const stored = await sheet.rows();
    expect(stored).toHaveLength(10_001);
    expect([stored[5]?.[1], stored[10_000]?.[1]]).toEqual(['newest too', 'newest']);
  });

  test('keeps the first up to date of rows that people have copied', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['id', 'name'],
      [1, 'a'],
      [1, 'copy'],
    ]);

    await sheet.connect().merge(target, tableOf([{ id: 1, name: 'b' }]), { key: 'id' });

    expect(await sheet.rows()).toEqual([
      ['id', 'name'],
      [1, 'b'],
      [1, 'copy'],
    ]);
  });

  test('refuses a header that somebody has renamed', async () => {
    await sheet.person.putValues(spreadsheetId, "'Sheet1'!A1", [
      ['id', 'Full name'],
      [1, 'a'],
    ]);

    const merge = sheet.connect().merge(target, tableOf([{ id: 1, name: 'b' }]), { key: 'id' });

    await expect(merge).rejects.toThrow(/no column "name"[\s\S]*"Full name"[\s\S]*rename the column back/);
  });

  test('finds rows that lie far apart with few reads', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 20_000)));
    const sheets = sheet.connect();
    const scattered = Array.from({ length: 200 }, (_, n) =>
      attendances(1 + n * 100, 1, { name: 'changed' }),
    ).flat();

    const result = await sheets.merge(target, tableOf(scattered), { key: 'id' });

    expect(result).toMatchObject({ updated: 200, added: 0 });
    expect(sheets.counts).toMatchObject({ writes: 1 });
    expect(sheets.counts.reads).toBeLessThanOrEqual(6);
  });

  test.each(['before', 'after'] as const)(
    'killed %s any request takes effect and run again is as if run once',
    async (phase) => {
      const old = attendances(1, 300, { note: '' });
      const rows = attendances(200, 600, { note: 'n'.repeat(6000) });
      const merge = (sheets: GoogleSheets) => sheets.merge(target, tableOf(rows), { key: 'id' });
      await sheet.connect().merge(target, tableOf(old), { key: 'id' });
      await merge(sheet.connect());
      const undisturbed = await sheet.rows();
      let killCount = 0;

      for (let nth = 1; ; nth++) {
        sheet.reset();
        await sheet.connect().merge(target, tableOf(old), { key: 'id' });
        if ((await runAndKill(sheet, nth, phase, merge)) === 'done') break;
        killCount += 1;

        await merge(sheet.connect());

        expect(await sheet.rows()).toEqual(undisturbed);
      }
      expect(killCount).toBeGreaterThanOrEqual(7);
    },
    60_000,
  );
});
