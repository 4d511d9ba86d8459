import { expect, test } from 'vitest';
import { toSerialNumber } from '../../../../lib/connectors/google-sheets/serial-numbers.ts';

test.each([
  ['1899-12-30T00:00:00Z', 0],
  ['2020-01-01T00:00:00Z', 43831],
  ['2022-01-22T15:30:00Z', 44583.645833333],
  ['1899-12-29T12:00:00Z', -0.5],
])('%s is day %d, as Google documents it', (text, serial) => {
  expect(toSerialNumber(new Date(text))).toBe(serial);
});

test('a millisecond is not lost, and the number survives an answer of 15 digits', () => {
  const serial = toSerialNumber(new Date('2026-11-21T23:59:59.999Z'));

  expect(Math.round((serial - Math.floor(serial)) * 86_400_000)).toBe(86_399_999);
  expect(Number(serial.toPrecision(15))).toBe(serial);
});
