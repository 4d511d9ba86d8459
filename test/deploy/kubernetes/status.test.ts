import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { silentLogger } from '@movement-etl/lib/logging';
import { describeSettings, readSettings } from '@movement-etl/lib/settings';
import type { IDeployment } from 'kubernetes-models/apps/v1/Deployment';
import type { IService } from 'kubernetes-models/v1/Service';
import { describe, expect, it } from 'vitest';
import { settings } from '../../../status/config.ts';
import { createStatusServer } from '../../../status/server.ts';
import { heapMebibytesOfImages, readDeployment, root } from '../repository.ts';
import { buildOverlay, kubectl, type Manifest, OVERLAYS } from './overlays.ts';
import { environmentOf, secretsMissingIn } from './step-environment.ts';

describe.skipIf(kubectl.obstacle !== undefined)('the status page of the overlay', () => {
  describe.each(OVERLAYS)('%s', (overlay) => {
    it('has the image of deployment.env, and never one from a public registry by chance', () => {
      const { image = '', imagePullPolicy } = statusOf(overlay).container;
      const hasRegistry = image.slice(0, image.indexOf('/')).includes('.');

      expect(image).toMatch(new RegExp(`(^|/)movement-etl/status:${readDeployment().IMAGE_TAG}$`));
      expect(imagePullPolicy).toBe(hasRegistry ? 'IfNotPresent' : 'Never');
    });

    it('is given all that it needs, nothing that it does not know, and shows times in the zone of the schedules', () => {
      const { env, manifests } = statusOf(overlay);
      const cronJob = manifests.find(({ kind }) => kind === 'CronJob')?.spec as { timeZone: string };
      const known = describeSettings(settings).map((setting) => setting.env);

      const { problems, settings: read } = readSettings(settings, { env });

      expect(problems).toEqual([]);
      expect(known).toEqual(expect.arrayContaining(Object.keys(env)));
      expect(read?.timeZone).toBe(cronJob.timeZone);
    });

    it('has a Secret of its own, which is in the overlay, comes from External Secrets, or is explained', () => {
      const { container, manifests } = statusOf(overlay);
      const guide = readFileSync(join(root, 'docs/kubernetes.md'), 'utf8');

      const missing = secretsMissingIn({ steps: [container], manifests });

      expect(container.env?.find(({ name }) => name === 'DATABASE_URL')?.valueFrom?.secretKeyRef).toEqual({
        name: expect.stringMatching(/^status/),
        key: 'DATABASE_URL',
      });
      expect(missing.filter(({ name }) => !guide.includes(`create secret generic ${name} `))).toEqual([]);
    });

    it('is as restricted as the namespace demands', () => {
      const { pod, container } = statusOf(overlay);

      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          runAsGroup: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    });

    it('has resources that the heap fits into', () => {
      const { requests, limits } = statusOf(overlay).container.resources ?? {};
      const limitMebibytes = Number(/^(\d+)Mi$/.exec(String(limits?.memory))?.[1]);

      expect(requests).toEqual({ cpu: expect.any(String), memory: expect.any(String) });
      expect(limits).not.toHaveProperty('cpu');
      expect(heapMebibytesOfImages() / limitMebibytes).toBeLessThanOrEqual(0.75);
    });

    it('is reached by its Service at the port on which it listens', () => {
      const { labels, container, service, env } = statusOf(overlay);
      const { settings: read } = readSettings(settings, { env });

      expect(labels).toMatchObject(service.selector ?? {});
      expect(service.ports).toMatchObject([{ port: read?.port, targetPort: 'http' }]);
      expect(container.ports).toEqual([{ name: 'http', containerPort: read?.port }]);
    });

    it('is probed where it answers: ready with the warehouse, alive without', async () => {
      const { readinessProbe, livenessProbe } = statusOf(overlay).container;
      const ask = async (path: string | undefined, isWarehouseThere: boolean) =>
        (await askStatusPage(path ?? '', isWarehouseThere)).status;

      expect(await ask(readinessProbe?.httpGet?.path, true)).toBe(200);
      expect(await ask(readinessProbe?.httpGet?.path, false)).toBe(503);
      expect(await ask(livenessProbe?.httpGet?.path, false)).toBe(200);
    });
  });
});

function statusOf(overlay: string) {
  const manifests = buildOverlay(overlay);
  const specOf = (kind: string) => manifests.find(isNamed(kind, 'status'))?.spec;
  const { template } = specOf('Deployment') as NonNullable<IDeployment['spec']>; // manifests.test.ts validates it.
  const service = specOf('Service') as NonNullable<IService['spec']>;
  const pod = template.spec;
  const [container] = pod?.containers ?? [];
  if (pod === undefined || container === undefined) throw new Error('the Deployment has no container');
  const env = environmentOf(container, { pod, manifests });
  return { manifests, labels: template.metadata?.labels, pod, container, service, env };
}

function isNamed(kind: string, name: string) {
  return (manifest: Manifest) => manifest.kind === kind && manifest.metadata.name === name;
}

async function askStatusPage(path: string, isWarehouseThere: boolean): Promise<Response> {
  const get = async () => {
    if (!isWarehouseThere) throw new Error('the warehouse does not answer');
    return {
      takenAt: new Date(),
      isSetUp: false,
      jobs: [],
      backlog: undefined,
      failingPeople: [],
      rejections: [],
    };
  };
  const server = createStatusServer({ snapshots: { get }, timeZone: 'UTC', logger: silentLogger });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // A server that listens on a port has this kind of address.
  try {
    return await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
  } finally {
    server.close();
  }
}
