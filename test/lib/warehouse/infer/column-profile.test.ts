import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderColumnType } from '../../../../lib/warehouse/column-type.ts';
import { ColumnProfile, varcharWidthFor } from '../../../../lib/warehouse/infer/column-profile.ts';
import { createInferringEncoder } from '../../../../lib/warehouse/infer/inferring-encoder.ts';

function typeOf(values: readonly unknown[]): string {
  const profile = new ColumnProfile();
  const encode = createInferringEncoder(profile);
  for (const value of values) encode(value, { reason: '', replacedCharacters: 0 });
  return renderColumnType(profile.type, 'jsonb');
}

const DAY = new Date(0);

describe('the type found for a column', () => {
  it.each([
    ['nothing but nulls', [], 'varchar(256)'],
    ['small whole numbers', [1, -2_147_483_647], 'integer'],
    ['large whole numbers', [1, 2_147_483_648], 'bigint'],
    ['BigInts', [1, 9n], 'integer'],
    ['BigInts beyond 64 bits', [1, 2n ** 64n], 'numeric(38,0)'],
    ['numbers', [1, 1.5], 'double precision'],
    ['numbers of which a float would lose digits', [2n ** 60n, 1.5], 'varchar(64)'],
    ['booleans', [true, false], 'boolean'],
    ['booleans and numbers', [true, 1], 'varchar(64)'],
    ['Dates', [DAY], 'timestamptz'],
    ['days', ['2026-01-31'], 'date'],
    ['days and Dates', ['2026-01-31', DAY], 'timestamptz'],
    ['days and other texts', ['2026-01-31', 'soon'], 'varchar(64)'],
    ['texts of digits, which may be postal codes', ['01234'], 'varchar(64)'],
    ['numbers and texts', [1, 'one'], 'varchar(64)'],
    ['objects', [{ a: 1 }], 'varchar(65535)'],
    ['lists and texts', [[1], 'a'], 'varchar(65535)'],
    ['texts of 33 bytes', [`${'é'.repeat(16)}x`], 'varchar(256)'],
  ])('is right for %s', (_what, values, type) => {
    expect(typeOf(values)).toBe(type);
  });

  it('does not depend on the order of the rows', () => {
    const value = fc.constantFrom<unknown>(1, 2 ** 40, 2n ** 70n, 1.5, true, DAY, '2026-01-31', 'text', {
      a: 1,
    });
    const shuffled = fc
      .array(value, { maxLength: 6 })
      .chain((values) =>
        fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length })),
      );

    fc.assert(
      fc.property(shuffled, ([values, others]) => {
        expect(typeOf(others)).toBe(typeOf(values));
      }),
    );
  });

  it.each([
    [0, 64],
    [32, 64],
    [33, 256],
    [8192, 16_384],
    [8193, 65_535],
    [65_535, 65_535],
  ])('leaves texts of at most %i bytes room to grow: varchar(%i)', (bytes, width) => {
    expect(varcharWidthFor(bytes)).toBe(width);
  });
});
