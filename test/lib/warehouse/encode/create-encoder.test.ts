import { describe, expect, it } from 'vitest';
import { parseCatalogType } from '../../../../lib/warehouse/column-type.ts';
import { createEncoder } from '../../../../lib/warehouse/encode/create-encoder.ts';

function encode(type: string, value: unknown) {
  const state = { reason: '', replacedCharacters: 0 };
  const field = createEncoder(parseCatalogType(type))(value, state);
  return field ?? { refused: state.reason };
}

describe('the encoder of a column', () => {
  it.each([
    ['integer', 5, '5'],
    ['integer', -0, '0'],
    ['integer', ' +0042 ', '42'],
    ['bigint', 9_007_199_254_740_991, '9007199254740991'],
    ['bigint', 9_223_372_036_854_775_807n, '9223372036854775807'],
    ['bigint', '-9223372036854775808', '-9223372036854775808'],
    ['numeric(5,2)', '1e2', '100'],
    ['numeric(5,2)', 0.1 + 0.2, '0.30000000000000004'],
    ['numeric(5,2)', '-.5', '-0.5'],
    ['numeric(5,2)', '999.994', '999.994'],
    ['numeric(38,0)', 1e21, '1000000000000000000000'],
    ['double precision', '1e-7', '1e-7'],
    ['real', 1.5, '1.5'],
    ['boolean', true, 't'],
    ['boolean', 'No', 'f'],
    ['boolean', 1, 't'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', new Date('2026-01-31T23:59:59Z'), '2026-01-31'],
    ['timestamptz', new Date('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00Z'],
    ['timestamptz', new Date('1969-12-31T23:59:59.007Z'), '1969-12-31T23:59:59.007Z'],
    ['timestamptz', '2026-01-31 12:00', '2026-01-31 12:00Z'],
    ['timestamptz', '2026-01-31T12:00:00.123456+02:00', '2026-01-31T12:00:00.123456+02:00'],
    ['timestamptz', '2026-01-31', '2026-01-31T00:00:00Z'],
    ['timestamp', '2026-01-31T12:00:00Z', '2026-01-31T12:00:00'],
    ['timestamp', new Date('2026-01-31T12:00:00Z'), '2026-01-31T12:00:00'],
    ['varchar(9)', '', '""'],
    ['varchar(9)', 'a,"b"', '"a,""b"""'],
    ['varchar(9)', '\\.', '"\\."'],
    ['varchar(9)', 12.5, '12.5'],
    ['varchar(9)', ['a', 1], '"[""a"",1]"'],
    ['varchar(30)', new Date(0), '1970-01-01T00:00:00Z'],
    ['json', { a: 1 }, '"{""a"":1}"'],
    ['json', '[1]', '[1]'],
    ['uuid', 'e5f0', 'e5f0'],
  ])('of %s takes %o', (type, value, field) => {
    expect(encode(type, value)).toBe(field);
  });

  it.each([
    ['integer', 1.5, 'is not a whole number'],
    ['integer', '', 'is not a whole number'],
    ['integer', true, 'is not a whole number'],
    ['integer', 2 ** 31, 'is outside of the range of a 32-bit whole number'],
    ['smallint', '32768', 'is outside of the range of a 16-bit whole number'],
    ['bigint', 2 ** 60, 'is too large for a number to be exact; give it as BigInt or text'],
    ['bigint', 2n ** 63n, 'is outside of the range of a 64-bit whole number'],
    ['numeric(5,2)', '1000', 'has more than 3 digits before the decimal point'],
    ['numeric(5,2)', '999.995', 'has more than 3 digits before the decimal point'],
    ['numeric(5,2)', Number.NaN, 'is not a number'],
    ['numeric(5,2)', '.', 'is not a number'],
    ['double precision', 'NaN', 'is not a number'],
    ['double precision', '1e999', 'is outside of the range of a 64-bit number'],
    ['double precision', '1e-999', 'is outside of the range of a 64-bit number'],
    ['real', 1e39, 'is outside of the range of a 32-bit number'],
    ['boolean', 'maybe', 'is not true or false'],
    ['boolean', 2, 'is not true or false'],
    ['date', '2026-02-30', 'is not a date like 2026-01-31'],
    ['date', '2026-01-31T00:00:00Z', 'is not a date like 2026-01-31'],
    ['timestamptz', '31.01.2026', 'is not a date and time like 2026-01-31T12:00:00Z'],
    ['timestamptz', '2023-02-29T00:00:00Z', 'is not a date and time like 2026-01-31T12:00:00Z'],
    ['timestamptz', '2026-01-31T24:00:00Z', 'is not a date and time like 2026-01-31T12:00:00Z'],
    ['timestamptz', 1_700_000_000, 'is a number; make a Date of it first'],
    ['timestamptz', new Date(Number.NaN), 'is a Date without a time'],
    ['timestamptz', new Date(8.64e15), 'is outside of the years 1 to 9999'],
    ['timestamp', '2026-01-31T12:00:00+02', 'names a time zone, which the column cannot keep'],
    ['varchar(4)', 'naïve', 'is 6 bytes long; the column takes 4'],
    ['varchar(4)', '😀😀', 'is 8 bytes long; the column takes 4'],
    ['varchar(9)', () => 1, 'is a function, which has no text'],
    ['varchar(9)', { n: 1n }, 'cannot be written as JSON'],
    ['json', '{', 'is not JSON'],
  ])('of %s refuses %o', (type, value, reason) => {
    expect(encode(type, value)).toEqual({ refused: reason });
  });

  it('counts bytes, so that 5 of them fit 5 bytes however they are split into characters', () => {
    expect(encode('varchar(5)', 'é€')).toBe('é€');
    expect(encode('varchar(4)', '😀')).toBe('"😀"');
  });

  it('replaces NUL and lone surrogates, counts them, and keeps whole pairs', () => {
    const state = { reason: '', replacedCharacters: 0 };

    const field = createEncoder({ kind: 'varchar', bytes: 99 })('\0a\ud800b\udc00😀', state);

    expect(field).toBe('"\ufffda\ufffdb\ufffd😀"');
    expect(state.replacedCharacters).toBe(3);
  });
});
