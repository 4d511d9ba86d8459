import { FailureGuard } from '@movement-etl/lib/delivery';
import { TransientError } from '@movement-etl/lib/errors';
import { expect, it } from 'vitest';

const retry = { outcome: 'retry', errors: 'answered 503' } as const;

it('ends a run after twenty failures in a row, and says what the last one was', () => {
  const guard = new FailureGuard('Some System');
  for (let number = 1; number < 20; number++) guard.see(retry);

  expect(() => guard.see(retry)).toThrow(TransientError);
  expect(() => guard.see(retry)).toThrow(/Some System seems to be unavailable.*answered 503/);
});

it.each(['synced', 'failed', 'skipped'] as const)('begins to count anew after one that is %s', (outcome) => {
  const guard = new FailureGuard('Some System');
  for (let number = 1; number < 20; number++) guard.see(retry);

  guard.see({ outcome, errors: null });

  expect(() => guard.see(retry)).not.toThrow();
});
