import { toTenDigits } from '@movement-etl/lib/connectors/everyaction';
import { expect, it } from 'vitest';

it.each([
  '5125550101',
  '(512) 555-0101',
  '+1 512-555-0101',
  '1.512.555.0101',
  '512 555 0101 x12',
  '5125550101 ext. 7',
])('makes ten digits of %s', (phone) => {
  expect(toTenDigits(phone)).toBe('5125550101');
});

it.each(['', '555-0101', '0125550101', '5120550101', '+44 20 7946 0000', '25125550101', '512-CALL-ANA'])(
  'knows that %j is no number that the API can find',
  (phone) => {
    expect(toTenDigits(phone)).toBeUndefined();
  },
);
