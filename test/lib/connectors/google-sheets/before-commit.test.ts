import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { TransientError } from '../../../../lib/errors/index.ts';
import { attendances, type SimulatedSheet, startSimulatedSheet, tableOf, target } from './simulated-sheet.ts';

let sheet: SimulatedSheet;
beforeAll(async () => {
  sheet = await startSimulatedSheet();
});
beforeEach(() => sheet.reset());
afterAll(() => sheet.close());

const lostLease = async () => {
  throw new TransientError('the lease was lost');
};

describe.each(['overwrite', 'append', 'merge'] as const)('beforeCommit of %s', (mode) => {
  test('is called before rows are visible', async () => {
    const seen: unknown[] = [];
    const beforeCommit = vi.fn(async () => void seen.push(await sheet.rows()));

    await sheet.connect()[mode](target, tableOf(attendances(1, 2)), { key: 'id', beforeCommit });

    expect(seen).toEqual([[]]);
    expect(await sheet.rows()).toHaveLength(3);
  });

  test('leaves the tab as it was when it throws', async () => {
    await sheet.connect()[mode](target, tableOf(attendances(1, 2)), { key: 'id' });
    const before = await sheet.rows();

    const write = sheet
      .connect()
      [mode](target, tableOf(attendances(5, 2)), { key: 'id', beforeCommit: lostLease });

    await expect(write).rejects.toThrow('the lease was lost');
    expect(await sheet.rows()).toEqual(before);
  });
});
