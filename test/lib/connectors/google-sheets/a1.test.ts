import { describe, expect, test } from 'vitest';
import { a1Cell, a1Range, columnLetters, quoteTitle } from '../../../../lib/connectors/google-sheets/a1.ts';

describe('columnLetters', () => {
  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [51, 'AZ'],
    [52, 'BA'],
    [701, 'ZZ'],
    [702, 'AAA'],
    [18_277, 'ZZZ'],
  ])('names the column with the index %i %s', (index, letters) => {
    expect(columnLetters(index)).toBe(letters);
  });

  test.each([-1, 1.5, 18_278])('refuses %d, which is no column', (index) => {
    expect(() => columnLetters(index)).toThrow(RangeError);
  });
});

test('quotes every title, so that one that looks like a cell is not read as one', () => {
  expect(quoteTitle('Q3')).toBe("'Q3'");
});

test('doubles a single quote inside a title', () => {
  expect(quoteTitle("Ana's list")).toBe("'Ana''s list'");
});

test('writes a block with its last row and column included', () => {
  expect(a1Range('Tab', { startRow: 1, endRow: 5, startColumn: 0, endColumn: 3 })).toBe("'Tab'!A2:C5");
});

test('writes a block without end row as an open range', () => {
  expect(a1Range('Tab', { startRow: 1, startColumn: 1, endColumn: 2 })).toBe("'Tab'!B2:B");
});

test('writes one cell as an anchor', () => {
  expect(a1Cell('Tab', 9, 27)).toBe("'Tab'!AB10");
});
