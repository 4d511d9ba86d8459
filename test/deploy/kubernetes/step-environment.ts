import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IContainer } from 'kubernetes-models/v1/Container';
import type { BuiltCronJob } from './cron-jobs.ts';
import type { Manifest } from './overlays.ts';

/** Stands for the value of a Secret that the overlay does not hold. */
const SECRET_VALUES: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://etl:password@warehouse.example.org:5432/warehouse',
  SLACK_API_WEBHOOK: 'https://hooks.slack.example.org/services/T/B/X',
};

/**
 * The environment that Kubernetes would give to a step: ConfigMaps, Secrets, `$(NAME)` of variables further up, and
 * ConfigMaps that are mounted, as real files elsewhere on this machine.
 */
export function environmentOf(
  step: IContainer,
  { pod, manifests }: Pick<BuiltCronJob, 'pod' | 'manifests'>,
  { completionIndex = 0 }: { completionIndex?: number } = {},
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { configMapRef } of step.envFrom ?? [])
    Object.assign(env, dataOf(manifests, 'ConfigMap', configMapRef?.name ?? ''));
  for (const { name, value = '', valueFrom } of step.env ?? []) {
    if (valueFrom?.secretKeyRef) env[name] = SECRET_VALUES[valueFrom.secretKeyRef.key] ?? 'secret';
    else if (valueFrom?.fieldRef?.fieldPath.includes('job-completion-index'))
      env[name] = String(completionIndex);
    else env[name] = value.replaceAll(/\$\((\w+)\)/g, (whole, other: string) => env[other] ?? whole);
  }
  for (const { mountPath, name } of step.volumeMounts ?? []) {
    const configMap = pod.volumes?.find((volume) => volume.name === name)?.configMap;
    if (configMap) moveFiles(env, mountPath, dataOf(manifests, 'ConfigMap', configMap.name ?? ''));
  }
  return env;
}

/** The data of a ConfigMap that the overlay holds. */
export function dataOf(manifests: readonly Manifest[], kind: string, name: string): Record<string, string> {
  const found = manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return (found.data ?? {}) as Record<string, string>;
}

function moveFiles(env: Record<string, string>, mountPath: string, files: Record<string, string>): void {
  const directory = mkdtempSync(join(tmpdir(), 'movement-etl-mount-'));
  for (const [file, content] of Object.entries(files)) writeFileSync(join(directory, file), content);
  for (const [name, value] of Object.entries(env))
    if (value.startsWith(`${mountPath}/`)) env[name] = value.replace(mountPath, directory);
}

/** The keys of Secrets that neither a Secret nor an ExternalSecret of the overlay holds. */
export function secretsMissingIn({ steps, manifests }: Pick<BuiltCronJob, 'steps' | 'manifests'>) {
  return steps
    .flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []))
    .filter(({ name, key }) => !manifests.some((manifest) => holdsKey(manifest, name, key)));
}

function holdsKey({ kind, metadata, data, spec }: Manifest, name: string | undefined, key: string): boolean {
  if (metadata.name !== name) return false;
  if (kind === 'Secret') return Object.hasOwn(data as object, key);
  if (kind !== 'ExternalSecret') return false;
  const { data: keys } = spec as { data: readonly { secretKey: string }[] };
  return keys.some(({ secretKey }) => secretKey === key);
}
