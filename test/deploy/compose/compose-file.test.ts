import { describeSettings, everyJobSettings } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { jobNames, settingsOf } from '../repository.ts';
import { readComposeFile } from './compose-files.ts';

const services = readComposeFile('docker-compose.yml');
const withSecrets = readComposeFile('docker-compose.secrets.yml');
const jobs = jobNames();

/** What a container has no use for: a path that Kubernetes sets, and a folder of the user's home. */
const NOT_FOR_COMPOSE = ['TERMINATION_LOG_PATH', 'AWS_PROFILE'];

describe('docker-compose.yml', () => {
  it('has a service for every job, and starts none of them by itself', () => {
    const profiled = Object.keys(services).filter((name) => services[name]?.profiles?.includes('jobs'));

    expect(profiled.sort()).toEqual(jobs.sort());
  });

  it('publishes ports on the loopback address only', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);

    expect(ports).not.toEqual([]);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe.each(jobs)('the service %s', (job) => {
  it('passes on every setting of the job and nothing else', async () => {
    const settings = [...describeSettings(await settingsOf(job)), ...describeSettings(everyJobSettings)];
    const expected = settings.map(({ env }) => env).filter((name) => !NOT_FOR_COMPOSE.includes(name));

    const given = Object.keys(services[job]?.environment ?? {}).filter((name) => !name.endsWith('_FILE'));

    expect(given.sort()).toEqual(expected.sort());
  });

  it('is built from its own bundle and cannot write, gain rights or leave orphans', () => {
    expect(services[job]).toMatchObject({
      build: { target: 'job', args: { JOB: job } },
      read_only: true,
      init: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('can have each credential of an API as a file', async () => {
    const secrets = describeSettings(await settingsOf(job))
      .filter(({ secret, group }) => secret && group !== 'Warehouse' && group !== 'Redshift')
      .map(({ env }) => env);

    expect(Object.keys(withSecrets[job]?.environment ?? {})).toEqual(expect.arrayContaining(secrets));
  });
});
