import { describe, expect, test } from 'vitest';
import { groupWindows, toWindows } from '../../../../lib/connectors/google-sheets/current-rows.ts';

describe('toWindows', () => {
  test('joins rows that lie close together, in any order', () => {
    expect(toWindows([12, 10, 300, 40])).toEqual([
      { startRow: 10, endRow: 41 },
      { startRow: 300, endRow: 301 },
    ]);
  });

  test('bounds a window', () => {
    const rows = Array.from({ length: 20_001 }, (_, row) => row);

    expect(toWindows(rows)).toEqual([
      { startRow: 0, endRow: 20_000 },
      { startRow: 20_000, endRow: 20_001 },
    ]);
  });
});

describe('groupWindows', () => {
  const windows = Array.from({ length: 400 }, (_, index) => ({
    startRow: index * 100,
    endRow: index * 100 + 1,
  }));

  test('keeps the address of a request short', () => {
    const groups = [...groupWindows(windows, ({ startRow }) => `'${'Á'.repeat(50)}'!A${startRow}`)];

    expect(groups.flat()).toEqual(windows);
    expect(Math.max(...groups.map((group) => group.length))).toBeLessThan(25);
  });

  test('asks for 150 ranges at most', () => {
    const groups = [...groupWindows(windows, () => 'A1')];

    expect(groups.map((group) => group.length)).toEqual([150, 150, 100]);
  });
});
