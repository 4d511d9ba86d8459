import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { ask, email, idOf, signUp } from './support.ts';

test('a tag is created once, listed with totals, and read by id', async () => {
  const simulators = await start();

  const created = await ask(simulators, '/tags', { body: { name: 'Attendee' } });
  const again = await ask(simulators, '/tags', { body: { name: 'Attendee' } });
  const list = await ask(simulators, '/tags');
  const one = await ask(simulators, `/tags/${idOf(created.body)}`);

  expect(again.body).toEqual(created.body);
  expect(list.body).toMatchObject({ total_pages: 1, total_records: 1 });
  expect(list.body._embedded['osdi:tags']).toEqual([created.body]);
  expect(one.body).toEqual(created.body);
});

test('a tagging is made once for each person, listed on both sides, and can be deleted', async () => {
  const simulators = await start();
  const tag = (await ask(simulators, '/tags', { body: { name: 'Attendee' } })).body;
  const person = await signUp(simulators, email('ana@example.org'));
  const path = `/tags/${idOf(tag)}/taggings`;
  const body = { _links: { 'osdi:person': { href: person._links.self.href } } };

  const created = await ask(simulators, path, { body });
  const again = await ask(simulators, path, { body });
  const ofPerson = await ask(simulators, `/people/${idOf(person)}/taggings`);
  const deleted = await ask(simulators, `${path}/${idOf(created.body)}`, { method: 'DELETE' });

  expect(created.body).toMatchObject({
    item_type: 'osdi:person',
    _links: { 'osdi:person': { href: person._links.self.href }, 'osdi:tag': { href: tag._links.self.href } },
  });
  expect(again.body).toEqual(created.body);
  expect(ofPerson.body._embedded['osdi:taggings']).toEqual([created.body]);
  expect(deleted.body).toEqual({ notice: 'This tagging was successfully deleted.' });
  expect((await ask(simulators, path)).body.total_records).toBe(0);
});

test('tagging an unknown person is refused', async () => {
  const simulators = await start();
  const tag = (await ask(simulators, '/tags', { body: { name: 'Attendee' } })).body;

  const { status, body } = await ask(simulators, `/tags/${idOf(tag)}/taggings`, {
    body: { _links: { 'osdi:person': { href: `${simulators.url}/api/v2/people/unknown` } } },
  });

  expect(status).toBe(400);
  expect(body).toEqual({ error: 'You must specify a valid person id' });
});

test.each(['PUT', 'DELETE'])('a tag knows no %s', async (method) => {
  const simulators = await start();
  const tag = (await ask(simulators, '/tags', { body: { name: 'Attendee' } })).body;

  expect((await ask(simulators, `/tags/${idOf(tag)}`, { method })).status).toBe(404);
});
