import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Table } from '../../../../lib/table/index.ts';
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

const header = ['id', 'name', 'postal_code', 'attended'];
const sort = (sortOrder: 'ASCENDING' | 'DESCENDING') => ({
  sortRange: {
    range: { sheetId: 0, startRowIndex: 1, startColumnIndex: 0, endColumnIndex: 26 },
    sortSpecs: [{ dimensionIndex: 0, sortOrder }],
  },
});

/** A table of which the second part comes only after somebody has done something to the tab. */
function interrupted(
  first: Record<string, unknown>[],
  people: () => Promise<unknown>,
  second: Record<string, unknown>[],
) {
  return Table.fromBatches(
    async function* () {
      yield first;
      await people();
      yield second;
    },
    { columns: header },
  );
}

describe('people who work in the tab while a job runs', () => {
  test('keep rows that they add by hand below ours', async () => {
    await sheet.connect().append(target, tableOf(attendances(1, 2)), { key: 'id' });
    const addByHand = () => sheet.person.putValues(spreadsheetId, "'Sheet1'!A4", [['by hand', 'Ana']]);

    await sheet
      .connect()
      .append(target, interrupted(attendances(3, 1), addByHand, attendances(4, 1)), { key: 'id' });

    expect((await sheet.rows()).map(([id]) => id)).toEqual(['id', 1, 2, 'by hand', 3, 4]);
  });

  test.each(['append', 'merge'] as const)(
    'keep such rows also between two chunks of %s',
    async (mode) => {
      const addByHand = () => sheet.person.putValues(spreadsheetId, "'Sheet1'!A10002", [['by hand', 'Ana']]);
      let isAdded = false;
      const unwatch = sheet.watch(async ({ method, path }, phase) => {
        if (isAdded || phase !== 'before' || method !== 'GET' || path.includes('/values')) return undefined;
        if ((await sheet.tab()).rowCount < 10_001) return undefined;
        isAdded = true;
        await sheet.person.batchUpdate(spreadsheetId, [
          { appendDimension: { sheetId: 0, dimension: 'ROWS', length: 5 } },
        ]);
        await addByHand();
        return undefined;
      });

      await sheet.connect()[mode](target, tableOf(attendances(1, 10_003)), { key: 'id' });
      unwatch();

      expect(isAdded).toBe(true);
      expect((await sheet.rows()).slice(10_000).map(([id]) => id)).toEqual([
        10_000,
        'by hand',
        10_001,
        10_002,
        10_003,
      ]);
    },
    20_000,
  );

  test('keep their order: rows that were sorted after their keys were read are found again', async () => {
    await sheet.connect().merge(target, tableOf(attendances(1, 5)), { key: 'id' });
    let reads = 0;
    const unwatch = sheet.watch(async ({ path }, phase) => {
      if (phase === 'before' && path.endsWith('values:batchGet') && ++reads === 1) {
        await sheet.person.batchUpdate(spreadsheetId, [sort('DESCENDING')]);
      }
      return undefined;
    });

    await sheet.connect().merge(target, tableOf(attendances(1, 1, { name: 'changed' })), { key: 'id' });
    unwatch();

    expect((await sheet.rows()).map(([id, name]) => [id, name])).toEqual([
      ['id', 'name'],
      [5, 'Person 5'],
      [4, 'Person 4'],
      [3, 'Person 3'],
      [2, 'Person 2'],
      [1, 'changed'],
    ]);
  });

  test('who never stop sorting make the job give way, with nothing written', async () => {
    await sheet.connect().merge(target, tableOf(attendances(1, 5)), { key: 'id' });
    let reads = 0;
    const unwatch = sheet.watch(async ({ path }, phase) => {
      if (phase !== 'before' || !path.endsWith('values:batchGet')) return undefined;
      await sheet.person.batchUpdate(spreadsheetId, [sort(++reads % 2 === 1 ? 'DESCENDING' : 'ASCENDING')]);
      return undefined;
    });

    const merge = sheet
      .connect()
      .merge(target, tableOf(attendances(1, 2, { name: 'changed' })), { key: 'id' });

    await expect(merge).rejects.toThrow(/keep moving/);
    unwatch();
    expect((await sheet.rows()).flat()).not.toContain('changed');
  });

  test('may add rows, columns and rules of their own while an overwrite stages', async () => {
    await sheet.connect().overwrite(target, tableOf(attendances(1, 3)), { format: { rules: [] } });
    const theirs = {
      ranges: [{ sheetId: 0 }],
      booleanRule: { condition: { type: 'NOT_BLANK' }, format: { textFormat: { bold: true } } },
    };
    const edit = async () => {
      await sheet.person.batchUpdate(spreadsheetId, [
        { deleteDimension: { range: { sheetId: 0, dimension: 'ROWS', startIndex: 100, endIndex: 1000 } } },
        { addConditionalFormatRule: { rule: theirs, index: 0 } },
      ]);
      await sheet.person.putValues(spreadsheetId, "'Sheet1'!F1", [['Notes'], ['call']]);
    };
    const table = interrupted(attendances(1, 300), edit, attendances(301, 1));

    await sheet.connect().overwrite(target, table, {
      format: { rules: [{ column: 'attended', equals: false, background: '#f4cccc' }] },
    });

    const rows = await sheet.rows();
    expect([rows.length, rows[0]?.[5], rows[1]?.[5]]).toEqual([302, 'Notes', 'call']);
    expect((await sheet.tab()).rules).toHaveLength(2);
  });
});
