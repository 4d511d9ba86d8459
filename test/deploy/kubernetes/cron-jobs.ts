import type { ICronJob } from 'kubernetes-models/batch/v1/CronJob';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { buildOverlay, type Manifest } from './overlays.ts';

/** A CronJob of an overlay, taken apart into what the tests look at. */
export interface BuiltCronJob {
  readonly name: string;
  readonly spec: ICronJob['spec'] & object;
  readonly job: NonNullable<ICronJob['spec']>['jobTemplate']['spec'] & object;
  readonly pod: IPodSpec;
  /** In the order in which they run: the init containers, then the main one. */
  readonly steps: readonly IContainer[];
  /** What its pods are given by name: ConfigMaps and Secrets of the overlay. */
  readonly manifests: readonly Manifest[];
}

/** The CronJobs of an overlay. The cast is proven by manifests.test.ts, which validates every object. */
export function cronJobsOf(overlay: string): BuiltCronJob[] {
  const manifests = buildOverlay(overlay);
  return manifests
    .filter(({ kind }) => kind === 'CronJob')
    .map((manifest) => takeApart(manifest as unknown as ICronJob, manifests));
}

function takeApart({ metadata, spec }: ICronJob, manifests: readonly Manifest[]): BuiltCronJob {
  const name = metadata?.name;
  const job = spec?.jobTemplate.spec;
  const pod = job?.template.spec;
  if (name === undefined || spec === undefined || job === undefined || pod === undefined)
    throw new Error('a CronJob without a name, a Job or a pod');
  return { name, spec, job, pod, steps: [...(pod.initContainers ?? []), ...pod.containers], manifests };
}

/** The job that a step runs: the last word of its image's name. */
export function jobOf({ image = '' }: IContainer): string {
  return image.replace(/:[^:/]*$/, '').replace(/^.*\//, '');
}
