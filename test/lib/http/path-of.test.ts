import { expect, test } from 'vitest';
import { pathOf, redact } from '../../../lib/http/index.ts';

test('encodes the values of a path', () => {
  expect(pathOf`/organizations/${1251}/tags/${'a/b?c'}/taggings`).toBe(
    '/organizations/1251/tags/a%2Fb%3Fc/taggings',
  );
});

test.each([Number.NaN, 1.5, Number.POSITIVE_INFINITY, '', '..', '.'])(
  'refuses %s, which would address something else',
  (value) => {
    expect(() => pathOf`/people/${value}`).toThrow('empty or no whole number');
  },
);

test('redacts every secret, also percent-encoded, and leaves what is too short to be one', () => {
  expect(redact('key a+b/c= and a%2Bb%2Fc%3D, a', ['a+b/c=', 'a', ''])).toBe(
    'key [redacted] and [redacted], a',
  );
});
