import { expect, test } from 'vitest';
import { call, control, start } from './support.ts';

const signUp = (url: string) =>
  call(`${url}/api/v2/people`, {
    headers: { 'osdi-api-token': 'simulated-action-network-token' },
    body: { person: { email_addresses: [{ address: 'ana@example.org' }] } },
  });

test.each([
  ['before', 0],
  ['after', 1],
] as const)('held %s its effect, a request waits until it is released', async (phase, peopleMeanwhile) => {
  const simulators = await start();
  await control(simulators, 'hold', { match: { api: 'actionNetwork' }, nth: 1, phase });

  const answer = signUp(simulators.url);
  await expect.poll(async () => (await control(simulators, 'hold')).holds[0].waiting).toHaveLength(1);
  const meanwhile = simulators.actionNetwork.group.directory.all().length;
  await control(simulators, 'release', {});

  expect(meanwhile).toBe(peopleMeanwhile);
  expect((await answer).status).toBe(200);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('dropped when held %s its effect, the caller gets nothing', async (phase, peopleInTheEnd) => {
  const simulators = await start();
  const { id } = simulators.holds.add({ phase });

  const answer = signUp(simulators.url);
  answer.catch(() => undefined);
  await expect.poll(() => simulators.holds.all()[0]?.waiting).toHaveLength(1);
  simulators.holds.release({ id, drop: true });

  await expect(answer).rejects.toThrow();
  expect(simulators.actionNetwork.group.directory.all()).toHaveLength(peopleInTheEnd);
});

test('an observer in the same process sees each request twice and can drop it', async () => {
  const seen: string[] = [];
  const simulators = await start({
    onRequest: ({ api, method, number }, phase) => {
      seen.push(`${number} ${api} ${method} ${phase}`);
      return number === 2 && phase === 'before' ? 'drop' : undefined;
    },
  });

  await signUp(simulators.url);
  await expect(signUp(simulators.url)).rejects.toThrow();

  expect(seen).toEqual([
    '1 actionNetwork POST before',
    '1 actionNetwork POST after',
    '2 actionNetwork POST before',
  ]);
});
