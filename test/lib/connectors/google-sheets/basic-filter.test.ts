import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { describe, expect, test } from 'vitest';
import { filterRequests } from '../../../../lib/connectors/google-sheets/basic-filter.ts';
import type { Worksheet } from '../../../../lib/connectors/google-sheets/schema.ts';

const data = { sheetId: 3, startRow: 1, endRow: 100, startColumn: 1, endColumn: 4 };
const criteria = { 2: { hiddenValues: ['CANCELLED'] } };

function worksheetWith(basicFilter?: sheets_v4.Schema$BasicFilter): Worksheet {
  return {
    sheetId: 3,
    title: 'Tab',
    index: 0,
    sheetType: 'GRID',
    hidden: false,
    rowCount: 100,
    columnCount: 5,
    frozenRowCount: 0,
    rules: [],
    metadata: [],
    ...(basicFilter && { basicFilter }),
  };
}

const filterOver = (endRowIndex: number, startColumnIndex: number, endColumnIndex: number) => ({
  range: { sheetId: 3, startRowIndex: 0, endRowIndex, startColumnIndex, endColumnIndex },
  criteria,
});
const rangeAfter = (found: sheets_v4.Schema$BasicFilter) =>
  filterRequests(worksheetWith(found), data, { isNew: false })[0]?.setBasicFilter?.filter;

describe('the filter in the header', () => {
  test('is made for a new tab, header and all', () => {
    expect(filterRequests(worksheetWith(), data, { isNew: true })).toEqual([
      {
        setBasicFilter: {
          filter: {
            range: {
              sheetId: 3,
              startRowIndex: 0,
              endRowIndex: 100,
              startColumnIndex: 1,
              endColumnIndex: 4,
            },
          },
        },
      },
    ]);
  });

  test('is not made again when people have removed it', () => {
    expect(filterRequests(worksheetWith(), data, { isNew: false })).toEqual([]);
  });

  test('is left alone where it reaches far enough', () => {
    expect(rangeAfter(filterOver(120, 0, 6))).toBeUndefined();
  });

  test('is widened to new rows and columns, with what people have chosen in it', () => {
    expect(rangeAfter(filterOver(50, 0, 3))).toEqual(filterOver(100, 0, 4));
  });

  test('is left alone where people have put it elsewhere', () => {
    const below = { range: { sheetId: 3, startRowIndex: 7, endRowIndex: 9, endColumnIndex: 4 } };
    const beside = { range: { sheetId: 3, endRowIndex: 9, startColumnIndex: 4, endColumnIndex: 5 } };

    expect([rangeAfter(below), rangeAfter(beside)]).toEqual([undefined, undefined]);
  });
});
