import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../../lib/errors/index.ts';
import { isCutShort, readBody } from '../../../lib/http/read-body.ts';

const facts = { source: 'vendor', endpoint: '/people', attempt: 1 };
const answer = (text: string, contentType?: string) => ({
  status: 200,
  headers: { 'content-type': contentType ?? '' },
  text,
});

describe('a JSON body', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/hal+json',
    'Application/JSON',
    undefined,
  ])('is read when its type is %s', (contentType) => {
    expect(readBody(answer('{"a":1}', contentType), {}, facts)).toEqual({ a: 1 });
  });

  test.each(['text/html', 'text/plain', 'application/xml', 'application/jsonp'])(
    'is refused when its type is %s',
    (contentType) => {
      expect(() => readBody(answer('{"a":1}', contentType), {}, facts)).toThrow(PermanentError);
    },
  );

  test('that is empty is no data, or cut short where a schema asks for some', () => {
    expect(readBody(answer('', 'application/json'), {}, facts)).toBeUndefined();
    expect(() => readBody(answer('', 'application/json'), { schema: z.object({}) }, facts)).toThrow(
      TransientError,
    );
  });

  test('that the schema refuses is named by field, not by value', () => {
    const schema = z.object({ people: z.array(z.object({ email: z.int() })) });

    expect(() =>
      readBody(answer('{"people":[{"email":"ana@example.org"}]}', 'application/json'), { schema }, facts),
    ).toThrow(
      'vendor: /people answered something unexpected (people.0.email: Invalid input: expected number, received string)',
    );
  });
});

describe('a text that ends too early', () => {
  test('is known wherever an object or a list was cut', () => {
    const document = fc.oneof(
      fc.array(fc.jsonValue(), { minLength: 1 }),
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
    );
    fc.assert(
      fc.property(document, fc.double({ min: 0, max: 0.999, noNaN: true }), (value, share) => {
        const text = JSON.stringify(value);
        expect(isCutShort(text)).toBe(false);
        expect(isCutShort(text.slice(0, Math.max(1, Math.floor(text.length * share))))).toBe(true);
      }),
    );
  });

  test.each(['nonsense', '{"a": nonsense}', '[1,2]]'])('is not %s', (text) => {
    expect(isCutShort(text)).toBe(false);
  });
});
