import { describe, expect, it } from 'vitest';
import { inlineValues } from '../../../../lib/warehouse/redshift/inline-values.ts';

describe('values written into a query', () => {
  it.each([
    ['a text', "it's", "'it''s'"],
    ['a text with a backslash', 'a\\b', "('a' || CHR(92) || 'b')"],
    ['an empty text', '', "''"],
    ['a number', 1.5, '1.5'],
    ['a negative number', -3, '(-3)'],
    ['a large number', 2n ** 62n, '4611686018427387904'],
    ['true', true, 'TRUE'],
    ['null', null, 'NULL'],
    ['nothing', undefined, 'NULL'],
    ['a Date', new Date('2026-01-31T12:00:00.5Z'), "'2026-01-31T12:00:00.500Z'"],
    ['an object', { a: "'" }, `'{"a":"''"}'`],
  ])('are quoted: %s', (_what, value, expected) => {
    expect(inlineValues('SELECT $1', [value])).toBe(`SELECT ${expected}`);
  });

  it('take their places wherever they stand, as often as they stand', () => {
    const numbers = Array.from({ length: 11 }, (_, index) => index + 1);

    expect(inlineValues('$11 $1 ($2)-$1', numbers)).toBe('11 1 (2)-1');
  });

  it.each([
    "SELECT '$1'",
    "SELECT 'it''s $1'",
    "SELECT 'back\\' $1'",
    'SELECT "a $1 ""b"""',
    'SELECT 1 -- $1',
    'SELECT /* $1\n$1 */ 1',
  ])('leave texts, names and comments alone: %s', (sql) => {
    expect(inlineValues(sql, ['x'])).toBe(sql);
  });

  it('leave a query without values alone', () => {
    expect(inlineValues('SELECT $1', [])).toBe('SELECT $1');
  });

  it.each([
    ['a place without a value', 'SELECT $2', [1]],
    ['no finite number', 'SELECT $1', [Number.NaN]],
    ['a NUL', 'SELECT $1', ['a\0']],
  ])('refuse %s', (_what, sql, values) => {
    expect(() => inlineValues(sql, values)).toThrow(/of the query|has no value/);
  });
});
