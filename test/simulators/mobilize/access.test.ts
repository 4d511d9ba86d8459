import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { read } from './support.ts';

test.each([
  ['no key', {}],
  ['a wrong key', { authorization: 'Bearer wrong' }],
  ['a malformed header', { authorization: 'simulated-mobilize-key' }],
])('with %s people and attendances are forbidden', async (_what, headers) => {
  const simulators = await start();

  const answers = await Promise.all(
    ['attendances', 'attendances/46273', 'people', 'promoted_organizations', 'events/454545/attendances'].map(
      (path) => read(simulators, `/organizations/1251/${path}`, headers),
    ),
  );

  for (const { status, body } of answers) {
    expect(status).toBe(403);
    expect(body).toEqual({ data: null, error: { detail: expect.any(String) } });
  }
});

test('a knob makes refusals 401', async () => {
  const simulators = await start();
  simulators.mobilize.knobs.turn({ authStatus: 401 });

  expect((await read(simulators, '/organizations/1251/attendances', {})).status).toBe(401);
});

test.each([
  ['an organisation that is not ours', '/organizations/1299/attendances', 403],
  ['an unknown organisation', '/organizations/4711/attendances', 404],
  ['an organisation that is no number', '/organizations/undefined/attendances', 404],
  ['an unknown attendance', '/organizations/1251/attendances/1', 404],
  ['an unknown event', '/organizations/1251/events/1/attendances', 404],
  ['a path that does not exist', '/attendances', 404],
])('%s is answered without data', async (_what, path, expected) => {
  const simulators = await start();

  const { status, body } = await read(simulators, path);

  expect(status).toBe(expected);
  expect(body.data).toBeNull();
  expect(body.error).toBeDefined();
});

test('without a key, events are public ones without contacts', async () => {
  const simulators = await start();
  const path = '/organizations/1251/events?per_page=100';

  const anonymous = await read(simulators, path, {});
  const known = await read(simulators, path);

  const visibilities = (answer: typeof known) =>
    new Set(answer.body.data.map(({ visibility }: { visibility: string }) => visibility));
  expect(visibilities(anonymous)).toEqual(new Set(['PUBLIC']));
  expect(visibilities(known)).toEqual(new Set(['PUBLIC', 'PRIVATE']));
  expect(anonymous.body.data.every(({ contact }: { contact: unknown }) => contact === null)).toBe(true);
  expect(known.body.data[0].contact).not.toBeNull();
  expect((await read(simulators, `${path}&visibility=PRIVATE`, {})).status).toBe(403);
});

test('organisations and enums are public', async () => {
  const simulators = await start();

  const organizations = await read(simulators, '/organizations', {});
  const enums = await read(simulators, '/enums', {});

  expect(organizations.body.count).toBe(5);
  expect(enums.body.data.visibility).toEqual(['PUBLIC', 'PRIVATE']);
});
