import { describe, expect, test } from 'vitest';
import { encodeCell, isSameCell, toCellData, toKey } from '../../../../lib/connectors/google-sheets/cells.ts';
import { RejectedRowError } from '../../../../lib/errors/index.ts';

const place = { rowNumber: 7, column: 'note' };

describe('encodeCell', () => {
  test.each([
    ['text', '=IMPORTXML("http://example.org")', '=IMPORTXML("http://example.org")'],
    ['leading zeros', '02139', '02139'],
    ['a number', 0, 0],
    ['false', false, false],
    ['nothing', null, null],
    ['a missing value', undefined, null],
    ['empty text, which is an empty cell', '', null],
    ['a date as ISO text', new Date(Date.UTC(2026, 0, 5, 7)), '2026-01-05T07:00:00.000Z'],
    ['a list as JSON', [1, 'a'], '[1,"a"]'],
    ['a small bigint', 12n, 12],
    ['a bigint that no double holds', 9_007_199_254_740_993n, '9007199254740993'],
  ])('stores %s', (_, value, cell) => {
    expect(encodeCell(value, place)).toBe(cell);
  });

  test.each([
    ['a number that is not finite', Number.NaN, /row 7, column note: the number is not finite/],
    ['an invalid date', new Date(Number.NaN), /row 7, column note: the date/],
    ['a function', () => 1, /row 7, column note: a function/],
    ['text that is too long', 'x'.repeat(50_001), /row 7, column note: the text has 50001 characters/],
  ])('rejects %s with row and column', (_, value, message) => {
    expect(() => encodeCell(value, place)).toThrow(RejectedRowError);
    expect(() => encodeCell(value, place)).toThrow(message);
  });

  test('takes text of exactly the longest length', () => {
    expect(encodeCell('x'.repeat(50_000), place)).toHaveLength(50_000);
  });
});

test('sends text as a typed value, so that it is never evaluated', () => {
  expect(toCellData('=1+1')).toEqual({ userEnteredValue: { stringValue: '=1+1' } });
  expect(toCellData(5)).toEqual({ userEnteredValue: { numberValue: 5 } });
  expect(toCellData(false)).toEqual({ userEnteredValue: { boolValue: false } });
  expect(toCellData(null)).toEqual({});
});

test.each([
  [undefined, null, true],
  ['', null, true],
  ['5', 5, false],
  [0, null, false],
  [false, null, false],
  ['a', 'a', true],
])('compares what was found (%j) with what is wanted (%j)', (found, wanted, isSame) => {
  expect(isSameCell(found, wanted)).toBe(isSame);
});

test('takes a number and the same digits as text for one key', () => {
  expect(toKey(46_273)).toBe(toKey(' 46273 '));
});

test.each([null, undefined, '', '  '])('finds no key in %j', (cell) => {
  expect(toKey(cell)).toBeUndefined();
});
