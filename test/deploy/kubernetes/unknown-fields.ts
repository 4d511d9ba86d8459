import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../repository.ts';
import type { Manifest } from './overlays.ts';

/** The interface of each kind; the ones of other makers than Kubernetes have none. */
const INTERFACES: Readonly<Record<string, string>> = {
  'apps/v1 Deployment': 'kubernetes-models/apps/v1/Deployment',
  'batch/v1 CronJob': 'kubernetes-models/batch/v1/CronJob',
  'v1 ConfigMap': 'kubernetes-models/v1/ConfigMap',
  'v1 Namespace': 'kubernetes-models/v1/Namespace',
  'v1 Secret': 'kubernetes-models/v1/Secret',
  'v1 Service': 'kubernetes-models/v1/Service',
  'v1 ServiceAccount': 'kubernetes-models/v1/ServiceAccount',
};

export const typedKinds = Object.keys(INTERFACES);

export function kindOf({ apiVersion, kind }: Manifest): string {
  return `${apiVersion} ${kind}`;
}

/**
 * What the TypeScript compiler says of manifests written as literals of their types. Only so are fields found that
 * Kubernetes does not have: the models' `validate()` lets them pass.
 */
export function findUnknownFields(manifests: readonly Manifest[]): string {
  mkdirSync(join(root, '.local'), { recursive: true });
  const directory = mkdtempSync(join(root, '.local/manifests-'));
  try {
    const file = join(directory, 'manifests.ts');
    writeFileSync(file, manifests.map(asTypedLiteral).join('\n'));
    const flags = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--types', ''];
    const modules = ['--target', 'es2024', '--module', 'nodenext', '--moduleResolution', 'nodenext'];
    const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), [...flags, ...modules, file], {
      encoding: 'utf8',
    });
    return stdout;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function asTypedLiteral(manifest: Manifest, index: number): string {
  const type = `import('${INTERFACES[kindOf(manifest)]}').I${manifest.kind}`;
  return `export const manifest${index} = ${JSON.stringify(manifest)} satisfies ${type};`;
}
