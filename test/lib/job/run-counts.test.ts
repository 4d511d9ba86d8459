import { PermanentError } from '@movement-etl/lib/errors';
import { RunCounts } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';

describe('the accounts of a run', () => {
  it('add up, and can be given the answer of a load as it is', () => {
    const counts = new RunCounts();

    counts.add({ read: 5, written: 3 });
    counts.add({ read: 2, written: 2, inserted: 1, updated: 1, replacedCharacters: 4 });

    expect(counts.snapshot()).toMatchObject({ read: 7, written: 5, inserted: 1, updated: 1, skipped: 0 });
  });

  it('balance when each record that was read has one outcome', () => {
    const counts = new RunCounts();
    counts.add({ read: 15, written: 5, duplicates: 4, skipped: 3, rejected: 2, failed: 1 });

    expect(() => counts.assertBalanced()).not.toThrow();
  });

  it.each([{ written: 4 }, { written: 6 }])(
    'do not balance when $written of 5 records were written',
    (outcome) => {
      const counts = new RunCounts();
      counts.add({ read: 5, ...outcome });

      expect(() => counts.assertBalanced()).toThrow(PermanentError);
    },
  );

  it('start anew for work that is tried again', () => {
    const counts = new RunCounts();
    counts.add({ read: 5, written: 2 });

    counts.set({ read: 0, written: 0 });

    expect(counts.snapshot()).toMatchObject({ read: 0, written: 0 });
  });
});
