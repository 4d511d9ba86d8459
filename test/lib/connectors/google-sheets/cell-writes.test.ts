import { describe, expect, test } from 'vitest';
import { CellWrites, writeBytes } from '../../../../lib/connectors/google-sheets/cell-writes.ts';
import { ColumnLayout } from '../../../../lib/connectors/google-sheets/runs.ts';

describe('CellWrites', () => {
  test('joins rows below each other in the same columns into one request', () => {
    const writes = new CellWrites();
    writes.add(5, { startColumn: 1, cells: ['a'] });
    writes.add(6, { startColumn: 1, cells: ['b'] });
    writes.add(8, { startColumn: 1, cells: ['c'] });

    const starts = writes
      .toRequests(9)
      .map(({ updateCells }) => [updateCells?.start?.rowIndex, updateCells?.rows?.length]);

    expect(starts).toEqual([
      [5, 2],
      [8, 1],
    ]);
  });

  test('takes no more bytes than it says', () => {
    const writes = new CellWrites();
    const rows = Array.from({ length: 50 }, (_, row) => [
      { startColumn: row % 7, cells: ['Núñez', row, true, null] },
    ]);
    for (const [row, runs] of rows.entries()) for (const run of runs) writes.add(row * 2, run);

    const bodyBytes = Buffer.byteLength(JSON.stringify(writes.toRequests(2_000_000_000)));

    expect(bodyBytes).toBeLessThan(rows.reduce((sum, runs) => sum + writeBytes(runs), 0));
  });
});

describe('ColumnLayout', () => {
  const layout = new ColumnLayout([4, 0, 1]);

  test('parts a row where people have a column between ours', () => {
    expect(layout.allRuns(['id', 'a', 'b'])).toEqual([
      { startColumn: 0, cells: ['a', 'b'] },
      { startColumn: 4, cells: ['id'] },
    ]);
  });

  test('takes only the cells that differ', () => {
    expect(layout.changedRuns(['id', 'a', null], ['id', 'x', ''])).toEqual([
      { startColumn: 0, cells: ['a'] },
    ]);
  });

  test('finds nothing to write in a row that is the same', () => {
    expect(layout.changedRuns(['id', 5, null], ['id', 5])).toEqual([]);
  });
});
