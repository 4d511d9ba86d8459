import { EXIT_CODES, LEASE_TTL_SECONDS } from '@movement-etl/lib/job';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { heapMebibytesOfImages, jobNames, readDeployment } from '../repository.ts';
import { type BuiltCronJob, cronJobsOf, jobOf } from './cron-jobs.ts';
import { kubectl, OVERLAYS } from './overlays.ts';
import { environmentOf } from './step-environment.ts';

/** Kubernetes adds 11 characters to the name of a CronJob, and 63 is the most for a Job's. */
const MAX_NAME_LENGTH = 52;
/** The job controller waits 10 s before the first repeat, twice as long before each further one, 360 s at most. */
const FIRST_BACKOFF_SECONDS = 10;

describe.skipIf(kubectl.obstacle !== undefined)('the CronJobs of the overlay', () => {
  describe.each(OVERLAYS)('%s', (overlay) => {
    const cronJobs = kubectl.obstacle === undefined ? cronJobsOf(overlay) : [];

    it('are the nightly spreadsheet and the workflow, in the order extract, transform, load', () => {
      const steps = Object.fromEntries(cronJobs.map(({ name, steps }) => [name, steps.map(jobOf)]));

      expect(steps).toEqual({
        'mobilize-to-actionnetwork': [
          'mobilize-to-warehouse',
          'warehouse-transform',
          'warehouse-to-actionnetwork',
        ],
        'mobilize-to-sheets': ['mobilize-to-sheets'],
      });
    });

    describe.each(cronJobs)('$name', (cronJob) => {
      const { name, spec, job, pod, steps } = cronJob;

      it('has a name that is short enough for the Jobs made from it', () => {
        expect(name.length).toBeLessThanOrEqual(MAX_NAME_LENGTH);
        expect(name).toMatch(/^[a-z][a-z-]*[a-z]$/);
      });

      it('starts at the time of deployment.env, in a named time zone', () => {
        const deployment = readDeployment();
        const schedule = deployment[`${name.replaceAll('-', '_').toUpperCase()}_SCHEDULE`];

        expect(spec.schedule).toBe(schedule);
        expect(spec.schedule.split(' ')).toHaveLength(5);
        expect(Intl.supportedValuesOf('timeZone')).toContain(spec.timeZone);
      });

      it('never runs twice at a time, and ends before its next start', () => {
        expect(spec.concurrencyPolicy).toBe('Forbid');
        expect(spec.startingDeadlineSeconds).toBeGreaterThanOrEqual(60);
        expect(job.activeDeadlineSeconds).toBeLessThan(24 * 3600);
      });

      it('keeps what happened for a look the next morning, not for ever', () => {
        expect(spec.successfulJobsHistoryLimit).toBeGreaterThan(0);
        expect(spec.failedJobsHistoryLimit).toBeGreaterThan(0);
        expect(job.ttlSecondsAfterFinished).toBeGreaterThanOrEqual(24 * 3600);
      });

      it('is repeated as the exit codes say, for every container alike', () => {
        const rules = job.podFailurePolicy?.rules ?? [];
        const [disrupted, hopeless, later] = rules;

        expect(rules).toHaveLength(3);
        expect(disrupted).toMatchObject({
          action: 'Ignore',
          onPodConditions: [{ type: 'DisruptionTarget' }],
        });
        expect(hopeless?.action).toBe(job.completionMode === 'Indexed' ? 'FailIndex' : 'FailJob');
        expect(hopeless?.onExitCodes).toEqual({
          operator: 'In',
          values: [EXIT_CODES.configuration, EXIT_CODES.partial],
        });
        expect(later).toEqual({
          action: 'Count',
          onExitCodes: { operator: 'In', values: [EXIT_CODES.tryLater] },
        });
        expect(pod.restartPolicy).toBe('Never');
      });

      it('lists exit codes as Kubernetes wants them: sorted, each once, without 0', () => {
        for (const { onExitCodes } of job.podFailurePolicy?.rules ?? []) {
          const values = onExitCodes?.values ?? [1];

          expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
          expect(values).not.toContain(EXIT_CODES.done);
        }
      });

      it('is still being repeated when the lease of a run that was killed ends', () => {
        const repeats = job.backoffLimit ?? job.backoffLimitPerIndex ?? 0;
        const waits = Array.from({ length: repeats }, (_, index) => FIRST_BACKOFF_SECONDS * 2 ** index);

        expect(waits.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(LEASE_TTL_SECONDS);
      });

      it('goes on to the next step after a partial one, and shows a partial last step', () => {
        const partialOk = steps.map((step) => environmentOf(step, cronJob).PARTIAL_OK);

        expect(partialOk).toEqual([...steps.slice(1).map(() => 'true'), undefined]);
      });

      it('runs images of this version, each of a job of this repository', () => {
        const { IMAGE_TAG } = readDeployment();

        for (const step of steps) {
          expect(jobNames()).toContain(step.name);
          expect(step.image).toMatch(new RegExp(`(^|/)movement-etl/${step.name}:${IMAGE_TAG}$`));
        }
        expect(IMAGE_TAG).toBe(packageJson.version);
      });

      it('never takes an image from a public registry by chance', () => {
        for (const { image = '', imagePullPolicy } of steps) {
          const hasRegistry = image.slice(0, image.indexOf('/')).includes('.');

          expect(imagePullPolicy).toBe(hasRegistry ? 'IfNotPresent' : 'Never');
        }
      });

      it('leaves a run that is told to stop the time it takes', () => {
        for (const step of steps) {
          const { STOP_GRACE_SECONDS } = environmentOf(step, cronJob);

          expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(Number(STOP_GRACE_SECONDS) + 10);
        }
      });

      it('is as restricted as the namespace demands', () => {
        expect(pod).toMatchObject({
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            runAsGroup: 1000,
            fsGroup: 1000,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        });
        expect(pod).not.toHaveProperty('hostNetwork');
        expect(namespaceLabels(cronJob)).toEqual({ 'pod-security.kubernetes.io/enforce': 'restricted' });
        for (const step of steps)
          expect(step.securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
      });

      it('gives every step its own resources, a place to write, and a heap that fits', () => {
        const emptyDirs = (pod.volumes ?? []).filter(({ emptyDir }) => emptyDir?.sizeLimit !== undefined);

        for (const step of steps) {
          const limitMebibytes = Number(/^(\d+)Mi$/.exec(String(step.resources?.limits?.memory))?.[1]);

          expect(step.resources?.requests).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
          expect(step.resources?.limits).not.toHaveProperty('cpu');
          expect(heapMebibytesOfImages() / limitMebibytes).toBeLessThanOrEqual(0.75);
          expect(step.volumeMounts).toContainEqual({ name: emptyDirs[0]?.name, mountPath: '/tmp' });
        }
      });

      it('says in the pod how it ended', () => {
        for (const step of steps) {
          expect(step.terminationMessagePolicy).toBe('FallbackToLogsOnError');
          expect(step).not.toHaveProperty('terminationMessagePath');
        }
      });
    });
  });
});

function namespaceLabels({ manifests }: BuiltCronJob): unknown {
  const namespace = manifests.find(({ kind }) => kind === 'Namespace');
  return (namespace?.metadata as { labels?: unknown } | undefined)?.labels;
}
