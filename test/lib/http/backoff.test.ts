import { expect, test } from 'vitest';
import { backoffMs, defaultBackoff } from '../../../lib/http/backoff.ts';

test('waits anything from nothing to a limit that doubles, up to the longest delay', () => {
  const longest = [1, 2, 3, 6, 60].map((attempt) =>
    backoffMs(attempt, { ...defaultBackoff, random: () => 1 }),
  );
  const shortest = backoffMs(5, { ...defaultBackoff, random: () => 0 });

  expect(longest).toEqual([1000, 2000, 4000, 30_000, 30_000]);
  expect(shortest).toBe(0);
});
