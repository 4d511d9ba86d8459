import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { readDeployment, settingsOf, variablesOf } from '../repository.ts';
import { Installation } from './installation.ts';

const WORKFLOW = 'mobilize-to-actionnetwork';
const STEPS = ['mobilize-to-warehouse', 'warehouse-transform', 'warehouse-to-actionnetwork'];
const JOBS = ['mobilize-to-sheets', ...STEPS];

/** What a person has to fill in, as they might. */
const FILLED_IN: Readonly<Record<string, string>> = {
  AN_API_TOKEN: 'token',
  DATABASE_URL: 'postgres://etl:password@warehouse.example.org:5432/warehouse',
  GOOGLE_DRIVE_CREDENTIALS: '{}',
  MOBILIZE_AMERICA_API_KEY: 'key',
  MOBILIZE_ORGANIZATION_ID: '1251',
  SPREADSHEET_ID: 'spreadsheet',
};

describe('run-job', () => {
  it('runs the image of deployment.env, locked in, with the settings of every job and of its own', () => {
    const { IMAGE_REGISTRY, IMAGE_TAG } = readDeployment();
    const host = new Installation();
    const { exitCode, calls } = host.runJob(['mobilize-to-sheets', '--dry-run']);
    const [call = ''] = calls;

    expect(exitCode).toBe(0);
    expect(calls).toHaveLength(1);
    expect(call).toMatch(new RegExp(` ${IMAGE_REGISTRY}/mobilize-to-sheets:${IMAGE_TAG} --dry-run$`));
    for (const option of [
      '--read-only',
      '--cap-drop ALL',
      '--security-opt no-new-privileges',
      '--user 1000:1000',
      '--memory 512m',
      '--pull never',
      `--env-file ${host.directory}/etc/movement-etl/every-job.env`,
      `--env-file ${host.directory}/etc/movement-etl/mobilize-to-sheets.env`,
    ])
      expect(call).toContain(option);
  });

  it('runs the workflow in order; only its last step shows a partial run', () => {
    const { exitCode, calls } = new Installation().runJob([WORKFLOW]);
    const steps = calls.map((call) => STEPS.find((step) => call.includes(`/${step}:`)));
    const partialOk = calls.map((call) => /PARTIAL_OK=(\w+)/.exec(call)?.[1]);

    expect(exitCode).toBe(0);
    expect(steps).toEqual(STEPS);
    expect(partialOk).toEqual(['true', 'true', 'false']);
  });

  it.each([
    { step: 'mobilize-to-warehouse', exitCode: 75, calls: 1 },
    { step: 'warehouse-transform', exitCode: 2, calls: 2 },
    { step: 'warehouse-to-actionnetwork', exitCode: 3, calls: 3 },
  ])('stops the workflow at $step and ends with its exit code $exitCode', ({ step, exitCode, calls }) => {
    const result = new Installation().runJob([WORKFLOW], { [step]: exitCode });

    expect(result.exitCode).toBe(exitCode);
    expect(result.calls).toHaveLength(calls);
  });

  it('knows no other job', () => {
    const { exitCode, stderr, calls } = new Installation().runJob(['mobilize-to-sheet']);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('there is no job mobilize-to-sheet');
    expect(calls).toEqual([]);
  });
});

describe('the settings of a single host', () => {
  it.each(JOBS)('hold only variables that %s knows', async (job) => {
    const known = await variablesOf(job);

    expect(Object.keys(environmentOf(job)).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(JOBS)('have a line for all that %s needs', async (job) => {
    const env = Object.fromEntries(
      Object.entries(environmentOf(job)).map(([name, value]) => [name, value || FILLED_IN[name]]),
    );
    const { problems } = readSettings(await settingsOf(job), { env });

    expect(problems).toEqual([]);
    expect(env.DATABASE_URL).toBeDefined();
  });

  it('can be read by root alone', () => {
    const { directory } = new Installation();

    expect(statSync(join(directory, 'etc/movement-etl/every-job.env')).mode & 0o777).toBe(0o600);
  });
});

function environmentOf(job: string): NodeJS.Dict<string> {
  const host = new Installation();
  return {
    ...parseEnv(host.read('etc/movement-etl/every-job.env')),
    ...parseEnv(host.read(`etc/movement-etl/${job}.env`)),
  };
}
