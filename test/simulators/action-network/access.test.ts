import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { ask } from './support.ts';

test('the root answers every key, and without a valid one the links that need it are missing', async () => {
  const simulators = await start();

  const valid = await ask(simulators, '/');
  const wrong = await ask(simulators, '/', { headers: { 'osdi-api-token': 'wrong' } });
  const missing = await ask(simulators, '', { headers: {} });

  expect([valid.status, wrong.status, missing.status]).toEqual([200, 200, 200]);
  expect(valid.body).toMatchObject({ max_page_size: 25, osdi_version: '1.1.1', namespace: 'action_network' });
  expect(valid.body._links['osdi:tags'].href).toBe(`${simulators.url}/api/v2/tags`);
  expect(wrong.body._links['osdi:tags']).toBeUndefined();
  expect(missing.body._links['osdi:tags']).toBeUndefined();
});

test.each(['/people', '/people/x', '/tags', '/tags/x/taggings'])(
  '%s refuses a wrong key and echoes it in the body',
  async (path) => {
    const simulators = await start();

    const { status, body } = await ask(simulators, path, { headers: { 'osdi-api-token': 'leaked-key' } });

    expect(status).toBe(403);
    expect(body).toEqual({ error: 'API Key invalid or not present leaked-key' });
  },
);

test('answers are hal+json and not to be cached', async () => {
  const simulators = await start();

  const { headers } = await ask(simulators, '/people');

  expect(headers.get('content-type')).toMatch(/^application\/hal\+json/);
  expect(headers.get('cache-control')).toBe('max-age=0, private, must-revalidate');
});

test('a post without any key may look like a success that does nothing', async () => {
  const simulators = await start();
  simulators.actionNetwork.knobs.turn({ blindPosts: true });

  const { status, body } = await ask(simulators, '/people', {
    headers: {},
    body: { person: { email_addresses: [{ address: 'ana@example.org' }] } },
  });

  expect(status).toBe(200);
  expect(body).toEqual({});
  expect(simulators.actionNetwork.group.directory.all()).toEqual([]);
});

test.each([
  ['malformed JSON', '{"person":'],
  ['no person', {}],
  ['neither e-mail nor phone', { person: { given_name: 'Ana' } }],
  ['an e-mail address that is none', { person: { email_addresses: [{ address: 'ana' }] } }],
])('%s is refused, with a status that a knob turns into 500', async (_what, body) => {
  const simulators = await start();

  const refused = await ask(simulators, '/people', { body });
  simulators.actionNetwork.knobs.turn({ badInputStatus: 500 });
  const failed = await ask(simulators, '/people', { body });

  expect([refused.status, failed.status]).toEqual([400, 500]);
  expect(refused.body).toEqual({ error: expect.any(String) });
});

test('an unknown person and an unknown path are not found', async () => {
  const simulators = await start();

  const person = await ask(simulators, '/people/4711');
  const path = await ask(simulators, '/nowhere');

  expect(person.status).toBe(404);
  expect(person.body).toEqual({ error: "Couldn't find person with id = 4711" });
  expect(path.status).toBe(404);
});
