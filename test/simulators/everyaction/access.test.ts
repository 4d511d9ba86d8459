import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { ask, basic, key, refusal } from './support.ts';

test.each([
  ['no key', {}, 'Unauthorized'],
  ['another key', basic('00000000-0000-0000-0000-000000000000|1'), 'Unauthorized'],
  ['the key without a mode', basic(key), 'Invalid Database Mode'],
  ['the mode of the voter file', basic(`${key}|0`), 'Invalid Database Mode'],
])('refuses %s', async (_what, headers, text) => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/apiKeyProfiles', { headers });

  expect(status).toBe(401);
  expect(body).toEqual(refusal('UNAUTHORIZED', text));
});

test('a key may be for the voter file', async () => {
  const simulators = await start();
  simulators.everyAction.knobs.turn({ hasMyVoters: true });

  const { status, body } = await ask(simulators, '/apiKeyProfiles', { headers: basic(`${key}|0`) });

  expect(status).toBe(200);
  expect(body.items).toMatchObject([{ hasMyVoters: true, hasMyCampaign: true }]);
});

test('an echo comes back', async () => {
  const simulators = await start();

  const { body } = await ask(simulators, '/echoes', { body: { message: 'hello' } });

  expect(body).toMatchObject({ message: 'hello', delayInMilliseconds: 0 });
});

test.each([
  ['an id that is no number', '/people/EID12/codes'],
  ['an unknown path', '/nowhere'],
  ['a query that is too long', `/codes?x=${'x'.repeat(2_100)}`],
])('%s gets HTML, and no envelope', async (_what, path) => {
  const simulators = await start();

  const { status, headers, body } = await ask(simulators, path);

  expect(status).toBe(404);
  expect(headers.get('content-type')).toContain('text/html');
  expect(body).toContain('<!DOCTYPE html>');
});

test('an ampersand in the path leads to a page for people', async () => {
  const simulators = await start();

  const { status, headers } = await ask(simulators, '/people/1&2');

  expect(status).toBe(302);
  expect(headers.get('location')).toBe('/error.html');
});

test('too many calls at a time are refused with milliseconds in the text and no header', async () => {
  const simulators = await start({ rateLimits: true, latencyMs: 50 });

  const answers = await Promise.all([1, 2, 3, 4].map(() => ask(simulators, '/codeTypes')));

  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.map(({ body }) => body)).toEqual([refusal('429', 'Try again in 30 ms.')]);
  expect(refused[0]?.headers.has('retry-after')).toBe(false);
});

test('more than fifteen calls a second are refused', async () => {
  const simulators = await start({ rateLimits: true });
  const statuses: number[] = [];

  for (let number = 0; number < 17; number++) statuses.push((await ask(simulators, '/codeTypes')).status);

  expect(statuses.slice(0, 15).every((status) => status === 200)).toBe(true);
  expect(statuses).toContain(429);
});
