import { standingOf } from '@movement-etl/lib/delivery';
import { expect, it } from 'vitest';

it.each([
  ['never tried', null, false, 'due'],
  ['sent', 'synced', false, 'unchanged'],
  ['sent', 'synced', true, 'unchanged'],
  ['unfit to be sent', 'skipped', false, 'parked'],
  ['unfit to be sent', 'skipped', true, 'parked'],
  ['refused', 'failed', false, 'parked'],
  ['refused', 'failed', true, 'due'],
  ['failed for a passing reason', 'retry', false, 'due'],
  ['logged by hand with another word', 'whatever', false, 'due'],
])('takes a row that was %s (%s, retryFailed %s) for %s', (_what, outcome, retryFailed, standing) => {
  const last = { outcome, payloadHash: outcome === null ? null : 'same' };

  expect(standingOf(last, { payloadHash: 'same', retryFailed })).toBe(standing);
});

it.each(['synced', 'skipped', 'failed', 'retry'])(
  'sends a row that was %s again when its data changed',
  (outcome) => {
    const last = { outcome, payloadHash: 'old' };

    expect(standingOf(last, { payloadHash: 'new', retryFailed: false })).toBe('due');
  },
);
