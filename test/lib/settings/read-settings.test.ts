import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  choice,
  choices,
  type Environment,
  googleSettings,
  instant,
  integer,
  integerList,
  list,
  readSettings,
  secret,
  spreadsheetRule,
  spreadsheetSettings,
  text,
  url,
  withRules,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const schema = z.object({
  apiKey: secret().meta({ env: 'API_KEY' }).describe('The key.'),
  pageSize: integer({ min: 1, max: 500 })
    .default(50)
    .meta({ env: 'PAGE_SIZE', flag: 'page-size' })
    .describe('.'),
});

function read(env: Environment, flags = {}) {
  return readSettings(schema, { env, flags });
}

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'settings-')), 'secret');
  writeFileSync(path, content);
  return path;
}

describe('reading settings', () => {
  it('gives typed, frozen settings with their defaults', () => {
    const { settings, problems } = read({ API_KEY: 'k-12345' });

    expect(settings).toEqual({ apiKey: 'k-12345', pageSize: 50 });
    expect(Object.isFrozen(settings)).toBe(true);
    expect(problems).toEqual([]);
  });

  it.each([
    { content: 'k-12345\n', apiKey: 'k-12345' },
    { content: 'k-12345\r\n', apiKey: 'k-12345' },
    { content: 'k-12345\n\n', apiKey: 'k-12345\n' },
    { content: ' k ', apiKey: ' k ' },
  ])('reads NAME_FILE without one newline at its end: $content', ({ content, apiKey }) => {
    expect(read({ API_KEY_FILE: fileWith(content) }).settings).toMatchObject({ apiKey });
  });

  it('reads NAME_PASSWORD, the name that Civis gives a credential', () => {
    expect(read({ API_KEY_PASSWORD: 'k-12345', API_KEY_USERNAME: 'x' }).settings).toMatchObject({
      apiKey: 'k-12345',
    });
  });

  it.each([
    { env: {}, problem: 'API_KEY is not set: The key.' },
    { env: { API_KEY: '' }, problem: 'API_KEY is not set: The key.' },
    {
      env: { API_KEY: 'k', API_KEY_FILE: '/f' },
      problem: 'API_KEY and API_KEY_FILE are both set: keep one of them',
    },
    {
      env: { API_KEY_FILE: '/not/there' },
      problem: 'API_KEY_FILE names a file that cannot be read (ENOENT)',
    },
    { env: { API_KEY: 'k', PAGE_SIZE: '501' }, problem: 'PAGE_SIZE must be a whole number from 1 to 500' },
    { env: { API_KEY: 'k', PAGE_SIZE: '1e2' }, problem: 'PAGE_SIZE must be a whole number from 1 to 500' },
  ])('names the variable and what is expected: $problem', ({ env, problem }) => {
    expect(read(env)).toMatchObject({ settings: undefined, problems: [problem] });
  });

  it('names an empty file', () => {
    expect(read({ API_KEY_FILE: fileWith('\n') }).problems).toEqual(['API_KEY_FILE names an empty file']);
  });

  it('reports every problem at once, those of rules included', () => {
    const sheet = withRules(z.object({ ...googleSettings, ...spreadsheetSettings }), spreadsheetRule);

    const { problems } = readSettings(sheet, { env: { SPREADSHEET_NAME: 'Volunteers' } });

    expect(problems).toEqual([
      'GOOGLE_DRIVE_CREDENTIALS is not set: Path of the key file of a service account, or its JSON itself.',
      'DRIVE_FOLDER_ID is not set: SPREADSHEET_NAME needs the folder in which to look',
    ]);
  });

  it('shows rules a field that is wrong in itself as if it were not set, and complains of it once', () => {
    const seen: unknown[] = [];
    const ruled = withRules(schema, (settings, complain) => {
      seen.push(settings);
      complain('pageSize', 'is not set');
    });

    const { problems } = readSettings(ruled, { env: { API_KEY: 'k', PAGE_SIZE: 'many' } });

    expect(seen).toEqual([{ apiKey: 'k' }]);
    expect(problems).toEqual(['PAGE_SIZE must be a whole number from 1 to 500']);
  });

  it('lets flags win over variables', () => {
    expect(read({ API_KEY: 'k', PAGE_SIZE: '10' }, { 'page-size': '20' }).settings).toMatchObject({
      pageSize: 20,
    });
  });

  it('gives the secrets even when something else is wrong, and the parts that are secret by themselves', () => {
    const withUrl = schema.extend({ database: secret().meta({ env: 'DATABASE_URL' }).describe('.') });
    const env = { API_KEY: 'k-12345', PAGE_SIZE: 'x', DATABASE_URL: 'postgres://me:p%40ss-word@host/db' };

    const { secrets } = readSettings(withUrl, { env });

    expect(secrets).toEqual(['k-12345', 'postgres://me:p%40ss-word@host/db', 'p%40ss-word', 'p@ss-word']);
  });
});

describe('fields', () => {
  it.each([
    { name: 'yes or no', field: yesOrNo(), given: 'Yes', value: true },
    { name: 'yes or no', field: yesOrNo(), given: '0', value: false },
    { name: 'choice', field: choice(['append', 'merge']), given: 'merge', value: 'merge' },
    { name: 'list', field: list(), given: 'a, b,,c', value: ['a', 'b', 'c'] },
    { name: 'choices', field: choices(['a', 'b', 'c']), given: 'c, a', value: ['c', 'a'] },
    { name: 'integer list', field: integerList(), given: '12,7', value: [12, 7] },
    { name: 'url', field: url(), given: 'http://x.test/v1/', value: 'http://x.test/v1' },
    { name: 'day', field: instant(), given: '2026-11-01', value: new Date('2026-11-01T00:00:00Z') },
    {
      name: 'time',
      field: instant(),
      given: '2026-11-01T06:00-05:00',
      value: new Date('2026-11-01T11:00:00Z'),
    },
    { name: 'text', field: text(), given: ' as it is ', value: ' as it is ' },
  ])('$name reads $given', ({ field, given, value }) => {
    expect(field.parse(given)).toEqual(value);
  });

  it.each([
    { name: 'yes or no', field: yesOrNo(), given: 'maybe', expected: 'must be true or false' },
    {
      name: 'choice',
      field: choice(['append', 'merge']),
      given: 'Merge',
      expected: 'must be one of append, merge',
    },
    {
      name: 'integer',
      field: integer({ min: 5 }),
      given: '4',
      expected: 'must be a whole number of at least 5',
    },
    {
      name: 'integer list',
      field: integerList(),
      given: '12,x',
      expected: 'must be one or several whole numbers',
    },
    { name: 'list', field: list(), given: ' , ', expected: 'must be a list' },
    {
      name: 'choices',
      field: choices(['a', 'b']),
      given: 'a,x',
      expected: 'must be one or several of a, b, separated by commas',
    },
    { name: 'day', field: instant(), given: '2026-02-30', expected: 'must be a day like 2026-11-01' },
    { name: 'time without a zone', field: instant(), given: '2026-02-03T06:00', expected: 'must be a day' },
    {
      name: 'url',
      field: url(),
      given: 'x.test',
      expected: 'must be a URL that starts with https:// or http://',
    },
  ])('$name refuses $given without repeating it', ({ field, given, expected }) => {
    const message = field.safeParse(given).error?.issues[0]?.message ?? '';

    expect(message).toContain(expected);
    expect(message).not.toContain(given === 'x.test' ? 'x.test' : `"${given}"`);
  });
});
