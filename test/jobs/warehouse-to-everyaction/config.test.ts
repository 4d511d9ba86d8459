import { readFileSync } from 'node:fs';
import { readSettings, settingsTable } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../jobs/warehouse-to-everyaction/config.ts';

const enough = {
  DATABASE_URL: 'postgres://somebody@localhost/warehouse',
  VAN_API_KEY: 'key',
  VAN_QUERY: 'SELECT 1 AS vanid',
  VAN_SOURCE_CODE_ID: '1001',
};
const read = (env: Record<string, string | undefined>) =>
  readSettings(settings, { env: { ...enough, ...env } });

describe('the settings', () => {
  it('are enough with a key, a query and a code', () => {
    expect(read({}).settings).toMatchObject({
      vanDbMode: 'EveryAction',
      vanSourceCodeId: 1001,
      vanConcurrency: 3,
      vanCallsPerSecond: 10,
      findOrCreate: false,
      retryFailed: false,
    });
  });

  it('may have an activist code in place of the source code', () => {
    const { settings: found } = read({ VAN_SOURCE_CODE_ID: undefined, VAN_ACTIVIST_CODE_ID: '2001' });

    expect(found?.vanActivistCodeId).toBe(2001);
  });

  it.each([
    ['one code at least', { VAN_SOURCE_CODE_ID: undefined }, /VAN_SOURCE_CODE_ID.*VAN_ACTIVIST_CODE_ID/],
    ['a mode that exists', { VAN_DB_MODE: 'everyaction' }, /VAN_DB_MODE must be one of MyVoters/],
    ['a query', { VAN_QUERY: undefined }, /VAN_QUERY/],
  ])('need %s', (_what, env, words) => {
    const { problems } = read(env);

    expect(problems).toEqual([expect.stringMatching(words)]);
  });

  it('stand in the README as they are', () => {
    const url = new URL('../../../jobs/warehouse-to-everyaction/README.md', import.meta.url);
    const lines = (text: string) => text.split('\n').map((line) => line.replace(/ +/g, ' '));
    const own = lines(settingsTable(settings)).filter((line) => line.startsWith('| `VAN_'));

    expect(own).toHaveLength(13);
    expect(lines(readFileSync(url, 'utf8'))).toEqual(expect.arrayContaining(own));
  });
});
