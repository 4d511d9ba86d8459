import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type TabFormat, toSerialNumber } from '../../../../lib/connectors/google-sheets/index.ts';
import {
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

const iso = { type: 'DATE', pattern: 'yyyy-mm-dd' };
const german = { type: 'DATE', pattern: 'dd.mm.yyyy' };
const format: TabFormat = { numberFormats: { day: iso }, columnWidths: { day: 90 }, filter: true };
const day = toSerialNumber(new Date('2026-01-31T00:00:00Z'));

const rowsFrom = (first: number, count: number) =>
  tableOf(Array.from({ length: count }, (_, index) => ({ id: first + index, day: day + index })));
const formatOf = async (row: number) =>
  (await sheet.person.numberFormats(spreadsheetId, `'Sheet1'!B${row}`))[0];
const shownIn = async (row: number) =>
  (await sheet.person.values(spreadsheetId, `'Sheet1'!B${row}`, 'FORMATTED_VALUE'))[0]?.[0];
const widthOf = (column: number) =>
  sheet.simulators.google.state.spreadsheets.get(spreadsheetId)?.sheets[0]?.columnProperties[column]
    ?.pixelSize;

const write = {
  overwrite: (first: number, count: number) =>
    sheet.connect().overwrite(target, rowsFrom(first, count), { format }),
  append: (first: number, count: number) =>
    sheet.connect().append(target, rowsFrom(first, count), { format, key: 'id' }),
  merge: (first: number, count: number) =>
    sheet.connect().merge(target, rowsFrom(first, count), { format, key: 'id' }),
};

describe.each(['overwrite', 'append', 'merge'] as const)('the look of a tab after %s', (mode) => {
  test('shows dates as dates, with a filter and widths', async () => {
    await write[mode](1, 3);

    expect([await shownIn(1), await shownIn(2), await shownIn(4)]).toEqual([
      'day',
      '2026-01-31',
      '2026-02-02',
    ]);
    const { basicFilter, rowCount, frozenRowCount } = await sheet.tab();
    expect(basicFilter?.range).toMatchObject({ endRowIndex: rowCount, endColumnIndex: 2 });
    expect(frozenRowCount).toBe(1);
    expect(widthOf(1)).toBe(90);
  });

  test('stays as people have changed it, and new rows look the same', async () => {
    await write[mode](1, 3);
    const column = { sheetId: 0, startColumnIndex: 1, endColumnIndex: 2 };
    await sheet.person.batchUpdate(spreadsheetId, [
      {
        repeatCell: {
          range: { ...column, startRowIndex: 1, endRowIndex: 4 },
          cell: { userEnteredFormat: { numberFormat: german } },
          fields: 'userEnteredFormat.numberFormat',
        },
      },
      {
        updateDimensionProperties: {
          range: { sheetId: 0, dimension: 'COLUMNS', startIndex: 1, endIndex: 2 },
          properties: { pixelSize: 222 },
          fields: 'pixelSize',
        },
      },
      { clearBasicFilter: { sheetId: 0 } },
    ]);

    await write[mode](1, 6);

    expect(await formatOf(7)).toEqual(german);
    expect(await shownIn(7)).toBe('05.02.2026');
    expect(widthOf(1)).toBe(222);
    expect((await sheet.tab()).basicFilter).toBeUndefined();
  });

  test('reaches rows beyond the grid that the tab had', async () => {
    await write[mode](1, 3);

    await write[mode](1, 1500);

    expect(await formatOf(1501)).toEqual(iso);
    const { basicFilter, rowCount } = await sheet.tab();
    expect(basicFilter?.range?.endRowIndex).toBe(rowCount);
    expect(rowCount).toBeGreaterThan(1500);
  });
});

test.each(['append', 'merge'] as const)(
  '%s of more than one batch widens the filter and formats every row',
  async (mode) => {
    await write[mode](1, 25_000);

    const { basicFilter, rowCount } = await sheet.tab();
    expect(basicFilter?.range?.endRowIndex).toBe(rowCount);
    expect([await formatOf(2), await formatOf(25_001)]).toEqual([iso, iso]);
  },
);

test('merge sends nothing when neither rows nor look have changed', async () => {
  await write.merge(1, 3);
  const { revision } = sheet.simulators.google.state.spreadsheets.get(spreadsheetId) ?? {};

  const result = await write.merge(1, 3);

  expect(result).toMatchObject({ updated: 0, unchanged: 3 });
  expect(sheet.simulators.google.state.spreadsheets.get(spreadsheetId)?.revision).toBe(revision);
});
