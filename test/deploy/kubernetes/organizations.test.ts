import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../jobs/mobilize-to-sheets/config.ts';
import { type BuiltCronJob, cronJobsOf } from './cron-jobs.ts';
import { kubectl } from './overlays.ts';
import { dataOf, environmentOf } from './step-environment.ts';

describe.skipIf(kubectl.obstacle !== undefined)('the indexed Job over organizations', () => {
  it('has as many pods as organizations are listed', () => {
    const cronJob = sheetsOfOrganizations();
    const indexes = organizationsListed(cronJob).map((file) => Number.parseInt(file, 10));

    expect(cronJob.job.completionMode).toBe('Indexed');
    expect(indexes).toEqual(Array.from({ length: cronJob.job.completions ?? 0 }, (_, index) => index));
  });

  it('gives each pod its own organization and its own spreadsheet', () => {
    const cronJob = sheetsOfOrganizations();
    const targets = organizationsListed(cronJob).map((_, index) => settingsOfPod(cronJob, index));

    expect(targets).toEqual([
      { organizationIds: [1251], spreadsheetId: '1example-spreadsheet-of-organization-1251' },
      { organizationIds: [1252], spreadsheetId: '1example-spreadsheet-of-organization-1252' },
      { organizationIds: [1253], spreadsheetId: '1example-spreadsheet-of-organization-1253' },
    ]);
  });

  it('names the index before the variables that are made with it, because Kubernetes looks back only', () => {
    const [{ env = [] } = {}] = sheetsOfOrganizations().steps;
    const names = env.map(({ name }) => name);
    const users = env.filter(({ value }) => value?.includes('$(ORGANIZATION_INDEX)'));

    expect(users).toHaveLength(2);
    for (const { name } of users)
      expect(names.indexOf(name)).toBeGreaterThan(names.indexOf('ORGANIZATION_INDEX'));
  });

  it('runs one at a time, because each process keeps the rate limits by itself', () => {
    expect(sheetsOfOrganizations().job.parallelism).toBe(1);
  });

  it('repeats each organization by itself and goes on with the others', () => {
    const { job } = sheetsOfOrganizations();

    expect(job.backoffLimit).toBeUndefined();
    expect(job.backoffLimitPerIndex).toBeGreaterThan(0);
    expect(job.maxFailedIndexes).toBeUndefined();
  });
});

function sheetsOfOrganizations(): BuiltCronJob {
  const cronJob = cronJobsOf('example-organizations').find(({ name }) => name === 'mobilize-to-sheets');
  if (cronJob === undefined) throw new Error('the overlay has no mobilize-to-sheets');
  return cronJob;
}

/** The names of the files `<index>.organization-id`, in order of the index. */
function organizationsListed({ manifests, pod }: BuiltCronJob): string[] {
  const volume = pod.volumes?.find(({ name }) => name === 'organizations');
  return Object.keys(dataOf(manifests, 'ConfigMap', volume?.configMap?.name ?? ''))
    .filter((file) => file.endsWith('.organization-id'))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

function settingsOfPod(cronJob: BuiltCronJob, completionIndex: number) {
  const [step] = cronJob.steps;
  if (step === undefined) throw new Error('the Job has no container');
  const read = readSettings(settings, { env: environmentOf(step, cronJob, { completionIndex }) });
  return {
    organizationIds: read.settings?.mobilizeOrganizationIds,
    spreadsheetId: read.settings?.spreadsheetId,
  };
}
