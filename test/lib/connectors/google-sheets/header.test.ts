import { describe, expect, test } from 'vitest';
import {
  checkColumns,
  checkHeader,
  checkNoForeignColumns,
  locateColumns,
  readNames,
} from '../../../../lib/connectors/google-sheets/header.ts';

describe('locateColumns', () => {
  test('finds columns wherever people have moved them', () => {
    expect(locateColumns(['id', 'status'], ['status', 'Notes', 'id'], 'Tab')).toEqual([2, 0]);
  });

  test('tells what is missing, what is there, and what to do', () => {
    const locate = () => locateColumns(['id', 'status'], ['id', 'State', ''], 'Tab');

    expect(locate).toThrow(
      'the tab "Tab" has no column "status"; its header (row 1) has "id", "State": rename the column back',
    );
  });

  test('refuses a column that is there twice', () => {
    expect(() => locateColumns(['id'], ['id', 'id'], 'Tab')).toThrow(/more than one column "id"/);
  });
});

describe('checkHeader', () => {
  test('names the cells that are blank or repeat a name', () => {
    expect(() => checkHeader(['id', '', 'id'], 'Tab')).toThrow(/B1[\s\S]*blank[\s\S]*C1[\s\S]*repeats "id"/);
  });

  test('takes a header without rows below', () => {
    expect(() => checkHeader([], 'Tab')).not.toThrow();
  });
});

describe('checkNoForeignColumns', () => {
  test('refuses to write over a column that people have put among ours', () => {
    const check = () =>
      checkNoForeignColumns(['id', 'Notes', 'status'], ['id', 'status'], ['id', 'status'], 'Tab');

    expect(check).toThrow('B ("Notes")');
  });

  test('takes columns of people to the right of ours', () => {
    expect(() =>
      checkNoForeignColumns(['id', 'status', 'Notes'], ['id', 'status'], ['id', 'status'], 'Tab'),
    ).not.toThrow();
  });

  test('takes columns that the last run had and this one has not', () => {
    expect(() => checkNoForeignColumns(['id', 'old'], ['id', 'new'], ['id', 'old'], 'Tab')).not.toThrow();
  });
});

test('reads numbers and padded text of a header as names', () => {
  expect(readNames([' id ', 2026, '', null])).toEqual(['id', '2026', '', '']);
});

test.each([[[]], [['a', 'a']], [['']], [[' a']]])('refuses to write the columns %j', (columns) => {
  expect(() => checkColumns(columns)).toThrow(/columns/);
});
