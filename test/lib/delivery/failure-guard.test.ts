import { FailureGuard } from '@movement-etl/lib/delivery';
import { PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';

const retry = { outcome: 'retry', errors: 'answered 503' } as const;
const failed = { outcome: 'failed', errors: 'answered 400' } as const;
const synced = { outcome: 'synced', errors: null } as const;
const skipped = { outcome: 'skipped', errors: 'no address' } as const;

describe('twenty passing failures in a row', () => {
  it('end a run, and the last one is quoted', () => {
    const guard = new FailureGuard('Some System', 1);
    for (let number = 1; number < 20; number++) guard.see(retry);

    expect(() => guard.see(retry)).toThrow(TransientError);
    expect(() => guard.see(retry)).toThrow(/Some System seems to be unavailable.*answered 503/);
  });

  it.each([synced, failed])('are counted anew after one that is %j', (other) => {
    const guard = new FailureGuard('Some System', 1);
    for (let number = 1; number < 20; number++) guard.see(retry);

    guard.see(other);

    expect(() => guard.see(retry)).not.toThrow();
  });
});

describe('too large a share of failures', () => {
  const seeing = (
    share: number,
    ...outcomes: (typeof retry | typeof failed | typeof synced | typeof skipped)[]
  ) => {
    const guard = new FailureGuard('Some System', share);
    return () => {
      for (let round = 0; round < 100; round++) for (const outcome of outcomes) guard.see(outcome);
    };
  };

  it('ends a run after fifty calls, so that a wrong mapping does not make ten thousand refusals', () => {
    const guard = new FailureGuard('Some System', 0.2);
    for (let number = 1; number < 50; number++) guard.see(failed);

    expect(() => guard.see(failed)).toThrow(PermanentError);
    expect(() => guard.see(failed)).toThrow(
      /51 of 51 calls to Some System failed.*--max-failed-share.*answered 400/,
    );
  });

  it('is a passing matter when nothing was refused for good', () => {
    expect(seeing(0.2, retry, synced)).toThrow(TransientError);
  });

  it('is none as long as it is not larger than allowed', () => {
    expect(seeing(0.5, synced, failed)).not.toThrow();
  });

  it('counts calls only, not what was not sent', () => {
    expect(seeing(0.2, skipped)).not.toThrow();
    expect(seeing(0.5, skipped, failed, failed, synced)).toThrow(PermanentError);
  });
});
