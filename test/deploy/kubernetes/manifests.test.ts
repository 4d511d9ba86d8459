import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildOverlay, kubectl, type Manifest, OVERLAYS } from './overlays.ts';
import { findUnknownFields, kindOf, typedKinds } from './unknown-fields.ts';

const MODELS: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  'apps/v1 Deployment': Deployment,
  'batch/v1 CronJob': CronJob,
  'v1 ConfigMap': ConfigMap,
  'v1 Namespace': Namespace,
  'v1 Secret': Secret,
  'v1 Service': Service,
  'v1 ServiceAccount': ServiceAccount,
};

/** Source: external-secrets/external-secrets, docs/snippets/full-external-secret.yaml; the part that we use. */
const externalSecret = z.strictObject({
  apiVersion: z.literal('external-secrets.io/v1'),
  kind: z.literal('ExternalSecret'),
  metadata: z.strictObject({ name: z.string(), namespace: z.string() }),
  spec: z.strictObject({
    refreshPolicy: z.enum(['Periodic', 'OnChange', 'CreatedOnce']),
    refreshInterval: z.string().regex(/^\d+h\d+m\d+s$/),
    secretStoreRef: z.strictObject({ name: z.string(), kind: z.enum(['SecretStore', 'ClusterSecretStore']) }),
    target: z.strictObject({
      name: z.string(),
      creationPolicy: z.enum(['Owner', 'Merge', 'Orphan', 'None']),
      deletionPolicy: z.enum(['Retain', 'Delete', 'Merge']),
    }),
    data: z.array(
      z.strictObject({
        secretKey: z.string(),
        remoteRef: z.strictObject({ key: z.string(), property: z.string() }),
      }),
    ),
  }),
});

describe.skipIf(kubectl.obstacle !== undefined)('the overlay', () => {
  describe.each(OVERLAYS)('%s', (overlay) => {
    const manifests = () => buildOverlay(overlay);

    it('holds what the models of Kubernetes accept', () => {
      const problems = manifests().flatMap((manifest) => problemOf(manifest));

      expect(problems).toEqual([]);
    });

    it('has no field that Kubernetes does not know', () => {
      const typed = manifests().filter((manifest) => typedKinds.includes(kindOf(manifest)));

      expect(findUnknownFields(typed)).toBe('');
    }, 60_000);

    it('has each object once, all of them in its namespace', () => {
      const names = manifests().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      const namespaces = manifests().map(({ kind, metadata }) =>
        kind === 'Namespace' ? metadata.name : metadata.namespace,
      );

      expect(new Set(names).size).toBe(names.length);
      expect(new Set(namespaces).size).toBe(1);
    });
  });
});

describe.skipIf(kubectl.obstacle !== undefined)('these tests', () => {
  it('would find a misspelt field, a wrong type and an unknown word', () => {
    const [cronJob] = buildOverlay('example-production').filter(({ kind }) => kind === 'CronJob');
    const spoilt = (spec: object) =>
      ({ ...cronJob, spec: { ...(cronJob?.spec as object), ...spec } }) as Manifest;

    expect(findUnknownFields([spoilt({ timeZoen: 'Etc/UTC' })])).toMatch(/timeZoen/);
    expect(problemOf(spoilt({ suspend: 'no' }))).toHaveLength(1);
    expect(problemOf(spoilt({ concurrencyPolicy: 'Never' }))).toHaveLength(1);
  }, 60_000);
});

function problemOf(manifest: Manifest): string[] {
  const name = `${manifest.kind} ${manifest.metadata.name}`;
  if (manifest.kind === 'ExternalSecret') {
    const { error } = externalSecret.safeParse(manifest);
    return error === undefined ? [] : [`${name}: ${z.prettifyError(error)}`];
  }
  const Model = MODELS[kindOf(manifest)];
  if (Model === undefined) return [`${name}: no model of ${kindOf(manifest)} is known here`];
  try {
    new Model(manifest as never).validate();
    return [];
  } catch (error) {
    return [`${name}: ${error instanceof Error ? error.message : 'not valid'}`];
  }
}
