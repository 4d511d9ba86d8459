import { describe, expect, test } from 'vitest';
import { numberFormatRequests } from '../../../../lib/connectors/google-sheets/number-formats.ts';
import type { NumberFormat } from '../../../../lib/connectors/google-sheets/schema.ts';

const data = { sheetId: 3, startRow: 1, endRow: 100, startColumn: 0, endColumn: 4 };
const date: NumberFormat = { type: 'DATE', pattern: 'yyyy-mm-dd' };
const german: NumberFormat = { type: 'DATE', pattern: 'dd.mm.yyyy' };
const money: NumberFormat = { type: 'CURRENCY', pattern: '"$"0.00' };
const cents: NumberFormat = { type: 'NUMBER', pattern: '0.00' };

function formatFor(wanted: NumberFormat | null, found: NumberFormat | undefined): unknown {
  const current = new Map(found === undefined ? [] : [['value', found]]);
  const [request] = numberFormatRequests({ value: wanted }, current, data, () => 2);
  return request === undefined
    ? 'no request'
    : (request.repeatCell?.cell?.userEnteredFormat?.numberFormat ?? 'none');
}

describe('a number format', () => {
  test.each([
    ['is set where there is none', date, undefined, date],
    ['leaves the dates as people like them', date, german, german],
    ['leaves the numbers as people like them', cents, money, money],
    ['turns numbers into dates when the column now has dates', date, money, date],
    ['turns dates into numbers when the column now has numbers', cents, german, cents],
    ['goes when the column has plain numbers now', null, german, 'none'],
    ['stays away where plain numbers have none', null, undefined, 'no request'],
    ['of people stays on plain numbers', null, money, money],
  ])('%s', (_, wanted, found, expected) => {
    expect(formatFor(wanted, found)).toEqual(expected);
  });

  test('is for the data of its column, the header left out', () => {
    const [request] = numberFormatRequests({ value: date }, new Map(), data, () => 2);

    expect(request?.repeatCell?.range).toEqual({
      sheetId: 3,
      startRowIndex: 1,
      endRowIndex: 100,
      startColumnIndex: 2,
      endColumnIndex: 3,
    });
    expect(request?.repeatCell?.fields).toBe('userEnteredFormat.numberFormat');
  });
});
