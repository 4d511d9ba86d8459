import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeSettings,
  findUnknownNames,
  mobilizeSettings,
  nearestName,
  readEnvironment,
  settingsTable,
} from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const schema = z.object(mobilizeSettings);

describe('unknown names', () => {
  it('under our own prefixes are pointed out with what was probably meant', () => {
    const env = { MOBILIZE_ORGANISATION_ID: '1', SLACK_API_WEBHOK: 'x', AN_NONSENSE_AT_ALL: 'x' };

    const unknown = findUnknownNames(env, describeSettings(schema));

    expect(unknown.map(({ problem }) => problem)).toEqual([
      'MOBILIZE_ORGANISATION_ID is no setting of this job (did you mean MOBILIZE_ORGANIZATION_ID?)',
      'SLACK_API_WEBHOK is no setting of this job (did you mean SLACK_API_WEBHOOK?)',
      'AN_NONSENSE_AT_ALL is no setting of this job',
    ]);
    expect(unknown.map(({ isLikelySlip }) => isLikelySlip)).toEqual([true, true, false]);
  });

  it('of others, and those that another job or an ending explains, are fine', () => {
    const env = {
      PATH: '/bin',
      AN_API_TOKEN: 'of another job',
      MOBILIZE_AMERICA_API_KEY_FILE: '/f',
      MOBILIZE_AMERICA_API_KEY_USERNAME: 'civis',
      PGAPPNAME: 'x',
    };

    expect(findUnknownNames(env, describeSettings(schema))).toEqual([]);
  });

  it.each([
    { name: 'dry-rn', nearest: 'dry-run' },
    { name: 'DRY_RUN', nearest: 'dry-run' },
    { name: 'limt', nearest: 'limit' },
    { name: 'worksheet', nearest: undefined },
  ])('$name is near to $nearest', ({ name, nearest }) => {
    expect(nearestName(name, ['dry-run', 'limit', 'help'])).toBe(nearest);
  });
});

describe('the table of settings', () => {
  it('has a row for each setting of the job, then those of every job', () => {
    const lines = settingsTable(schema).split('\n');

    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines.map((line) => line.replaceAll(/ +/g, ' ')).slice(2, 5)).toEqual([
      '| `MOBILIZE_AMERICA_API_KEY` | | **required**, secret | API key; Mobilize support hands it out. |',
      '| `MOBILIZE_ORGANIZATION_ID` | `--organization-id` | **required** | One organization id or several, separated by commas. |',
      '| `MOBILIZE_API_URL` | | `https://api.mobilize.us/v1` | Where the API is. |',
    ]);
    expect(lines.at(-1)).toContain('`TERMINATION_LOG_PATH`');
  });
});

describe('the environment', () => {
  it('is added to by .env, which never overrides a variable that is really set', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'dotenv-')), '.env');
    writeFileSync(path, 'A=from file\nB="from file"\n');

    expect(readEnvironment({ path, env: { B: 'real' } })).toEqual({ A: 'from file', B: 'real' });
  });

  it('does without a .env', () => {
    expect(readEnvironment({ path: '/not/there/.env', env: { A: '1' } })).toEqual({ A: '1' });
  });
});
