import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../jobs/warehouse-to-sheets/config.ts';

const enough = {
  SHEETS_QUERY: 'SELECT 1',
  DATABASE_URL: 'postgres://somebody@localhost/warehouse',
  GOOGLE_DRIVE_CREDENTIALS: '{}',
  SPREADSHEET_ID: 'x',
};
const read = (env: Record<string, string | undefined>) =>
  readSettings(settings, { env: { ...enough, ...env } });

describe('the settings', () => {
  it('are enough with a query and a spreadsheet', () => {
    expect(read({}).settings).toMatchObject({
      sheetsQuery: 'SELECT 1',
      sheetsMode: 'overwrite',
      worksheet: 'Sheet1',
    });
  });

  it('lack a query, which may be in three places', () => {
    expect(read({ SHEETS_QUERY: undefined }).problems).toEqual([
      expect.stringMatching(/^SHEETS_QUERY is not set.*SHEETS_QUERY_FILE.*SHEETS_QUERIES_DIRECTORY/),
    ]);
  });

  it('have two kinds of query', () => {
    expect(read({ SHEETS_QUERIES_DIRECTORY: 'reports' }).problems).toEqual([
      expect.stringContaining('SHEETS_QUERIES_DIRECTORY must not be set together with SHEETS_QUERY'),
    ]);
  });

  it.each(['append', 'merge'])('lack the key that %s needs', (mode) => {
    expect(read({ SHEETS_MODE: mode }).problems).toEqual([
      expect.stringContaining(`SHEETS_KEY is not set: the mode ${mode} needs it`),
    ]);
    expect(read({ SHEETS_MODE: mode, SHEETS_KEY: 'id' }).settings).toMatchObject({ sheetsKey: 'id' });
  });
});
