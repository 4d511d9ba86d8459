import { describe, expect, test } from 'vitest';
import { ConfigError, PermanentError } from '../../../lib/errors/index.ts';
import { parseBaseUrl, resolveUrl } from '../../../lib/http/base-url.ts';

describe('a base URL', () => {
  test.each([
    'https://api.mobilize.us/v1',
    'http://127.0.0.1:9100/v1',
    'http://localhost:9100',
    'http://[::1]:9100',
    'http://simulators:9100/v1',
    'http://simulators.svc.cluster.local/v1',
    'http://host.docker.internal:9100',
    'http://172.17.0.1:9100',
  ])('may be %s', (url) => {
    expect(parseBaseUrl('vendor', url).origin).toBe(new URL(url).origin);
  });

  test.each([
    'api.mobilize.us/v1',
    'http://api.mobilize.us/v1',
    'http://127.0.0.1.example.org',
    'http://[2001:db8::1]/',
    'https://user:secret@api.mobilize.us/v1',
    'https://api.mobilize.us/v1?key=secret',
    'ftp://localhost/',
  ])('may not be %s', (url) => {
    expect(() => parseBaseUrl('vendor', url)).toThrow(ConfigError);
  });

  test('stays out of the error, as it may be a secret itself', () => {
    expect(() => parseBaseUrl('slack', 'http://hooks.example.org/services/T0/B0/secret')).toThrow(
      /^(?!.*secret)/,
    );
  });
});

describe('an address', () => {
  const facts = { source: 'vendor', endpoint: '/people' };
  const base = parseBaseUrl('vendor', 'https://api.example.org/v4/');
  const resolve = (url: string, allowed: readonly string[] = []) =>
    resolveUrl({ url }, base, allowed, facts).href;

  test('is a path under the base URL, also one that looks like another host', () => {
    expect(resolveUrl({ path: '/people' }, base, [], facts).href).toBe('https://api.example.org/v4/people');
    expect(resolveUrl({ path: '//evil.example/x' }, base, [], facts).origin).toBe('https://api.example.org');
  });

  test('is the base URL itself without a path', () => {
    expect(resolveUrl({}, base, [], facts).href).toBe('https://api.example.org/v4');
  });

  test('may be a link with the default port spelt out, a relative one, or one to an allowed origin', () => {
    expect(resolve('https://api.example.org:443/v4/people?$skip=1')).toBe(
      'https://api.example.org/v4/people?$skip=1',
    );
    expect(resolve('/v4/people?page=2')).toBe('https://api.example.org/v4/people?page=2');
    expect(resolve('https://www.example.org/x', ['https://www.example.org'])).toBe(
      'https://www.example.org/x',
    );
  });

  test('is never that of a link to another host: beside a path, only its query counts', () => {
    const linked = (url: string) => resolveUrl({ path: '/people', url }, base, [], facts).href;

    expect(linked('https://api.securevan.com:443/v4/people?$top=1&$skip=1')).toBe(
      'https://api.example.org/v4/people?$top=1&$skip=1',
    );
    expect(linked('https://user:pass@api.example.org/v4/people?page=2')).toBe(
      'https://api.example.org/v4/people?page=2',
    );
    expect(linked('?page=2')).toBe('https://api.example.org/v4/people?page=2');
    expect(() => linked('https://')).toThrow(PermanentError);
  });

  test.each([
    'https://evil.example/v4/people',
    'https://api.example.org.evil.example/v4/people',
    'https://api.example.org@evil.example/v4/people',
    'https://user:pass@api.example.org/v4/people',
    'http://api.example.org/v4/people',
    'https://api.example.org:8443/v4/people',
    '//evil.example/v4/people',
    'https://',
  ])('may not be %s', (url) => {
    expect(() => resolve(url)).toThrow(PermanentError);
  });
});
