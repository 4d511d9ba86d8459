import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { jobNames } from '../deploy/repository.ts';
import { docker } from './support/docker.ts';
import { type ContainerStack, type JobEnd, startStack } from './support/stack.ts';

const images = inject('images');
const RUNS = [
  'mobilize-to-sheets',
  'mobilize-to-warehouse',
  'warehouse-transform',
  'warehouse-to-actionnetwork',
];
const WRONG_DATABASE_URL = 'postgres://etl:canary-wrong-password@warehouse:5432/warehouse';

describe.skipIf(images === undefined)('what containers leave behind', () => {
  let stack: ContainerStack;
  let logs = '';

  beforeAll(async () => {
    if (images === undefined) return;
    stack = await startStack(images);
    const env = { ...stack.env, LOG_LEVEL: 'debug' };
    const ends: JobEnd[] = [];
    for (const job of RUNS) ends.push(await stack.run(job, [], env));
    ends.push(await stack.run('mobilize-to-sheets', [], { ...env, MOBILIZE_AMERICA_API_KEY: 'canary-key' }));
    ends.push(await stack.run('warehouse-to-actionnetwork', [], { ...env, AN_API_TOKEN: 'canary-token' }));
    ends.push(await stack.run('warehouse-transform', [], { ...env, DATABASE_URL: WRONG_DATABASE_URL }));
    expect(ends.map(({ exitCode }) => exitCode).slice(0, 4)).toEqual([0, 0, 0, expect.toSatisfy(isDone)]);
    logs = ends.map(({ stdout, stderr }) => stdout + stderr).join('');
  });
  afterAll(() => stack?.[Symbol.asyncDispose]());

  it('has no secret in the logs, neither of runs that worked nor of those that were refused', async () => {
    const { private_key: privateKey } = JSON.parse(stack.env.GOOGLE_DRIVE_CREDENTIALS ?? '{}');
    const secrets = [
      ...['canary', 'simulated-mobilize-key', 'simulated-action-network-token', 'simulated-webhook-secret'],
      String(privateKey).split('\n')[1] ?? '',
      'PRIVATE KEY',
      'Bearer',
    ];

    expect(logs).toContain('summary');
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
  });

  it('has no personal data in the logs', async () => {
    const people = await stack.query(
      'SELECT given_name, family_name, email_address, phone_number FROM mobilize.users_to_sync',
    );
    const values = people.flatMap((person) =>
      Object.values(person).flatMap((value) =>
        typeof value === 'string' && value.length >= 4 ? [value] : [],
      ),
    );
    const words = new Set(logs.split(/[^\p{L}\p{N}@.+_-]+/u));

    expect(values.length).toBeGreaterThan(20);
    expect(values.filter((value) => words.has(value))).toEqual([]);
    expect(logs).not.toMatch(/[\w.+-]+@[\w-]+\.[a-z]{2,}/);
  });

  it.each([...jobNames(), 'simulators'])('has no credentials in the image of %s', async (name) => {
    const image = `${images?.registry}/${name}:${images?.tag}`;

    const facts = (await docker('image', 'inspect', image)) + (await docker('history', '--no-trunc', image));

    expect(facts).not.toMatch(/(key|token|password|secret|credential)[a-z_]*=/i);
    expect(facts).not.toMatch(/PRIVATE KEY/);
  });
});

function isDone(exitCode: number): boolean {
  return exitCode === 0 || exitCode === 3;
}
