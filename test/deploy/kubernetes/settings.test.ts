import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { root, settingsOf, variablesOf } from '../repository.ts';
import { cronJobsOf, jobOf } from './cron-jobs.ts';
import { kubectl, OVERLAYS } from './overlays.ts';
import { dataOf, environmentOf, secretsMissingIn } from './step-environment.ts';

/** What a manifest uses only to put other variables together. NODE_OPTIONS is not one: the image has it. */
const NOT_SETTINGS = ['ORGANIZATION_INDEX'];

describe.skipIf(kubectl.obstacle !== undefined)('the environment in the overlay', () => {
  describe.each(OVERLAYS)('%s', (overlay) => {
    const cronJobs = kubectl.obstacle === undefined ? cronJobsOf(overlay) : [];
    const steps = cronJobs.flatMap((cronJob) =>
      cronJob.steps.map((step) => ({ job: jobOf(step), step, cronJob })),
    );

    it.each(steps)('gives $job only variables that it knows', async ({ job, step, cronJob }) => {
      const known = [...(await variablesOf(job)), ...NOT_SETTINGS];
      const given = Object.keys(environmentOf(step, cronJob));

      expect(given.filter((name) => !known.includes(name))).toEqual([]);
    });

    it.each(steps)('gives $job all that it needs', async ({ job, step, cronJob }) => {
      const { problems } = readSettings(await settingsOf(job), { env: environmentOf(step, cronJob) });

      expect(problems).toEqual([]);
    });

    it.each(steps)('gives $job its warehouse and its secrets by name only', ({ step, cronJob }) => {
      const secretNames = /KEY|TOKEN|PASSWORD|CREDENTIALS|WEBHOOK|DATABASE_URL/;
      const plain = (step.env ?? []).filter(({ value }) => value !== undefined).map(({ name }) => name);
      const inConfigMaps = (step.envFrom ?? []).flatMap(({ configMapRef }) =>
        Object.keys(dataOf(cronJob.manifests, 'ConfigMap', configMapRef?.name ?? '')),
      );

      expect([...plain, ...inConfigMaps].filter((name) => secretNames.test(name))).toEqual([]);
      expect(environmentOf(step, cronJob)).toHaveProperty('DATABASE_URL');
    });

    it('uses only Secrets that are in the overlay, come from External Secrets, or are explained', () => {
      const guide = readFileSync(join(root, 'docs/kubernetes.md'), 'utf8');
      const unexplained = cronJobs
        .flatMap((cronJob) => secretsMissingIn(cronJob))
        .filter(({ name }) => !guide.includes(`create secret generic ${name} `));

      expect(unexplained).toEqual([]);
    });
  });
});

describe.skipIf(kubectl.obstacle !== undefined)('External Secrets', () => {
  it('fill every key that the jobs read', () => {
    const cronJobs = cronJobsOf('example-production');

    expect(cronJobs.flatMap(secretsMissingIn)).toEqual([]);
  });
});
