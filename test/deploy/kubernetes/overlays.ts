import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { deploy } from '../repository.ts';
import { findTool } from '../tool.ts';

/** What all objects in Kubernetes have; the rest is looked at where it is needed. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

const directory = join(deploy, 'kubernetes/overlays');

export const OVERLAYS = readdirSync(directory);

/** The overlays are built by the program that applies them; Kustomize 5 knows the fields they use. */
export const kubectl = findTool({
  command: 'kubectl',
  args: ['version', '--client'],
  expected: /Kustomize Version: v([5-9]|\d\d)/,
  what: 'kubectl 1.27 or newer, which has Kustomize 5',
  requiredBy: 'REQUIRE_KUBECTL',
});

/** The objects of an overlay, as `kubectl apply --kustomize` would send them. */
export function buildOverlay(overlay: string): Manifest[] {
  const yaml = execFileSync('kubectl', ['kustomize', join(directory, overlay)], { encoding: 'utf8' });
  return parseAllDocuments(yaml).map((document): Manifest => document.toJS());
}
