import { expect, test } from 'vitest';
import { call, control, start } from './support.ts';

const people = '/api/v2/people';
const token = { 'osdi-api-token': 'simulated-action-network-token' };
const post = (url: string) =>
  call(url + people, {
    headers: token,
    body: { person: { email_addresses: [{ address: 'ana@example.org' }] } },
  });
const read = (url: string) => call(`${url}/v1/organizations`);

test('cut after the effect: the caller gets nothing, and the write is there', async () => {
  const simulators = await start();
  await control(simulators, 'faults', {
    match: { api: 'actionNetwork', method: 'POST' },
    nth: 1,
    action: { kind: 'cut', when: 'after' },
  });

  await expect(post(simulators.url)).rejects.toThrow();

  expect(simulators.actionNetwork.group.directory.all()).toHaveLength(1);
  expect((await post(simulators.url)).status).toBe(200);
  expect(simulators.actionNetwork.group.directory.all()).toHaveLength(1);
});

test('cut before the effect: nothing has happened', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { match: { path: people }, times: 1, action: { kind: 'cut' } });

  await expect(post(simulators.url)).rejects.toThrow();

  expect(simulators.actionNetwork.group.directory.all()).toEqual([]);
});

test('late: the caller is cut off, and the effect comes afterwards', async () => {
  const simulators = await start();
  await control(simulators, 'faults', {
    match: { path: people },
    times: 1,
    action: { kind: 'late', ms: 30 },
  });

  await expect(post(simulators.url)).rejects.toThrow();

  expect(simulators.actionNetwork.group.directory.all()).toEqual([]);
  await expect.poll(() => simulators.actionNetwork.group.directory.all().length).toBe(1);
});

test('cut after some bytes: the answer begins and breaks off', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'cut', when: 'after', afterBytes: 20 } });

  const response = await fetch(`${simulators.url}/v1/organizations`);

  expect(response.status).toBe(200);
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(1_000);
  await expect(response.text()).rejects.toThrow();
});

test('truncate: a complete answer whose JSON ends early', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'truncate' } });

  const { status, headers, body } = await read(simulators.url);

  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/json/);
  expect(body).toMatch(/^\{"count":5,/);
  expect(() => JSON.parse(body)).toThrow();
});

test('stall: no answer until the caller gives up', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'stall' } });

  const request = fetch(`${simulators.url}/v1/organizations`, { signal: AbortSignal.timeout(80) });

  await expect(request).rejects.toThrow(/timeout/i);
});

test('latency adds up with another fault', async () => {
  const simulators = await start();
  await control(simulators, 'faults', [
    { action: { kind: 'latency', ms: 60 } },
    { action: { kind: 'status', status: 503, body: { error: 'busy' }, headers: { 'retry-after': '7' } } },
  ]);
  const startedMs = performance.now();

  const { status, headers, body } = await read(simulators.url);

  expect(performance.now() - startedMs).toBeGreaterThan(55);
  expect([status, headers.get('retry-after'), body]).toEqual([503, '7', { error: 'busy' }]);
});

test('html: what a proxy sends when it cannot reach the API', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'html', status: 502 } });

  const { status, headers, body } = await read(simulators.url);

  expect(status).toBe(502);
  expect(headers.get('content-type')).toMatch(/^text\/html/);
  expect(body).toContain('<title>502</title>');
});

test('a failure can also come after the effect', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'status', status: 500, when: 'after' }, times: 1 });

  expect((await post(simulators.url)).status).toBe(500);

  expect(simulators.actionNetwork.group.directory.all()).toHaveLength(1);
});

test('a success can carry an error in its body', async () => {
  const simulators = await start();
  await control(simulators, 'faults', { action: { kind: 'status', status: 200, body: { error: 'oops' } } });

  const { status, body } = await post(simulators.url);

  expect([status, body]).toEqual([200, { error: 'oops' }]);
});

test.each([
  ['the second only', { nth: 2 }, [200, 500, 200, 200, 200, 200]],
  ['each third', { every: 3 }, [200, 200, 500, 200, 200, 500]],
  ['the first two', { times: 2 }, [500, 500, 200, 200, 200, 200]],
  ['none by a chance of 0', { probability: 0 }, [200, 200, 200, 200, 200, 200]],
  ['a path that begins so', { match: { path: '/v1/org' } }, [500, 500, 500, 500, 500, 500]],
  ['a path that looks so', { match: { path: '^/v1/.*ions$' } }, [500, 500, 500, 500, 500, 500]],
  ['another API', { match: { api: 'slack' } }, [200, 200, 200, 200, 200, 200]],
  ['another method', { match: { method: 'POST' } }, [200, 200, 200, 200, 200, 200]],
])('a rule strikes %s', async (_which, rule, expected) => {
  const simulators = await start();
  await control(simulators, 'faults', { ...rule, action: { kind: 'status', status: 500 } });

  const statuses: number[] = [];
  for (let number = 0; number < 6; number++) statuses.push((await read(simulators.url)).status);

  expect(statuses).toEqual(expected);
});

test('rules are listed with what they saw and struck, and can be taken away', async () => {
  const simulators = await start();
  const added = await control(simulators, 'faults', { nth: 2, action: { kind: 'cut' } });
  await read(simulators.url);

  const { faults } = await control(simulators, 'faults');
  await call(`${simulators.url}/__control/faults/${added.faults[0].id}`, { method: 'DELETE' });

  expect(faults).toMatchObject([{ seen: 1, struck: 0, nth: 2 }]);
  expect((await control(simulators, 'faults')).faults).toEqual([]);
});

test('what is no rule is refused in words', async () => {
  const simulators = await start();

  const { status, body } = await call(`${simulators.url}/__control/faults`, {
    body: { action: { kind: 'explode' } },
  });

  expect(status).toBe(400);
  expect(body.error).toContain('action');
});
