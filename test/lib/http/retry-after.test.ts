import { expect, test } from 'vitest';
import { parseRetryAfter } from '../../../lib/http/retry-after.ts';

const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');

test.each([
  ['7', 7000],
  [' 0 ', 0],
  ['3600', 120_000],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
  ['Wed, 21 Oct 2026 09:28:30 GMT', 120_000],
  ['Wed, 21 Oct 2026 07:00:00 GMT', 0],
  ['Wednesday, 21-Oct-26 07:28:05 GMT', 5000],
])('reads %s as %i ms', (header, delayMs) => {
  expect(parseRetryAfter(header, 120_000, now)).toBe(delayMs);
});

test.each([undefined, '', 'soon', '-5', '1.5', '5 minutes', 'Wed', '2026-10-21T07:28:30Z', 'NaN'])(
  'makes nothing of %s',
  (header) => {
    expect(parseRetryAfter(header, 120_000, now)).toBeUndefined();
  },
);
