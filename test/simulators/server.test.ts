import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulators } from '@movement-etl/simulators';
import { expect, onTestFinished, test } from 'vitest';
import { call, control, start } from './support.ts';

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'simulators-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

test('the environment has what every job needs, with addresses of this server', async () => {
  const simulators = await start();

  expect(simulators.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(simulators.env).toMatchObject({
    MOBILIZE_API_URL: `${simulators.url}/v1`,
    MOBILIZE_AMERICA_API_KEY: 'simulated-mobilize-key',
    MOBILIZE_ORGANIZATION_ID: '1251',
    AN_API_URL: `${simulators.url}/api/v2`,
    AN_API_TOKEN: 'simulated-action-network-token',
    SLACK_API_WEBHOOK: expect.stringContaining(`${simulators.url}/services/`),
    GOOGLE_DRIVE_CREDENTIALS: expect.stringMatching(/^\{/),
  });
  expect(await control(simulators, 'environment')).toEqual(simulators.env);
});

test('addresses start with the public address where there is one', async () => {
  const simulators = await start({ publicUrl: 'http://simulators:9100' });

  expect(simulators.env.MOBILIZE_API_URL).toBe('http://simulators:9100/v1');
});

test('the service-account key goes to a file that only its owner may read', async () => {
  const credentialsFile = join(await directory(), 'key.json');

  const simulators = await start({ credentialsFile });

  expect(simulators.env.GOOGLE_DRIVE_CREDENTIALS).toBe(credentialsFile);
  expect((await stat(credentialsFile)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(credentialsFile, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(simulators.google.serviceAccountKey())),
  );
});

test('a restart with a state file knows people, tags, messages and what changed in Mobilize', async () => {
  const folder = await directory();
  const options = { attendances: 80, stateFile: join(folder, 'state.json'), rateLimits: false };
  const first = await startSimulators(options);
  await control(first, 'mobilize/advance', { days: 2 });
  await control(first, 'mobilize/delete-event', { eventId: 454545 });
  await control(first, 'action-network/tags', { name: 'Attendee' });
  await call(`${first.url}/api/v2/people`, {
    headers: { 'osdi-api-token': 'simulated-action-network-token' },
    body: { person: { email_addresses: [{ address: 'ana@example.org' }] }, add_tags: ['Attendee'] },
  });
  await call(first.env.SLACK_API_WEBHOOK ?? '', { body: { text: 'hello' } });
  const before = await Promise.all(
    ['mobilize', 'actionNetwork', 'slack'].map((name) => control(first, `state/${name}`)),
  );
  await first.close();

  const second = await start(options);

  const after = await Promise.all(
    ['mobilize', 'actionNetwork', 'slack'].map((name) => control(second, `state/${name}`)),
  );
  expect(withoutTime(after)).toEqual(withoutTime(before));
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('state of other data is refused, and so is a file that is no state', async () => {
  const stateFile = join(await directory(), 'state.json');
  const first = await startSimulators({ stateFile, attendances: 80 });
  await first.save();
  await first.close();

  await expect(startSimulators({ stateFile, attendances: 81 })).rejects.toThrow('remove it');
  await writeFile(stateFile, '{"half":');
  await expect(startSimulators({ stateFile })).rejects.toThrow('is not JSON');
});

test('a reset brings back the seeded start and takes faults and journal away', async () => {
  const simulators = await start();
  const before = await control(simulators, 'state/mobilize');
  await control(simulators, 'mobilize/advance', {});
  await control(simulators, 'action-network/tags', { name: 'Attendee' });
  await control(simulators, 'faults', { action: { kind: 'cut' } });

  await control(simulators, 'reset', {});

  expect(withoutTime(await control(simulators, 'state/mobilize'))).toEqual(withoutTime(before));
  expect((await control(simulators, 'state/actionNetwork')).tags).toEqual([]);
  expect((await control(simulators, 'faults')).faults).toEqual([]);
  expect((await call(`${simulators.url}/v1/organizations`)).status).toBe(200);
});

test('the clock can be stopped, set and moved on', async () => {
  const simulators = await start();

  await control(simulators, 'clock', { now: '2026-01-01T00:00:00Z', frozen: true });
  const { now } = await control(simulators, 'clock', { advanceSeconds: 90 });

  expect(now).toBe('2026-01-01T00:01:30.000Z');
  expect((await control(simulators, 'clock')).now).toBe(now);
});

test('an unknown knob is refused in words', async () => {
  const simulators = await start();

  await expect(control(simulators, 'mobilize/knobs', { colour: 'blue' })).rejects.toThrow('colour');
});

test('the latency of all answers is an option', async () => {
  const simulators = await start({ latencyMs: 50 });
  const startedMs = performance.now();

  await call(`${simulators.url}/v1/organizations`);

  expect(performance.now() - startedMs).toBeGreaterThan(45);
});

/** The time of day goes on between two looks. */
function withoutTime(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state, (key, value) => (key === 'now' ? undefined : value)));
}
