import { createClock } from '@movement-etl/simulators';
import { expect, test } from 'vitest';
import { control, start } from '../support.ts';
import { ask, email, idOf, phone, signUp } from './support.ts';

test('the golden upsert answers with the whole person, subscribed by e-mail and not by phone', async () => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/people', {
    body: {
      person: {
        given_name: 'Ana',
        family_name: 'Núñez',
        email_addresses: [{ address: 'ana+ev@example.org' }],
        phone_numbers: [{ number: '15125550101' }],
        postal_addresses: [{ postal_code: '02139' }],
      },
      add_tags: ['Mobilize Event Attendee'],
    },
  });

  expect(status).toBe(200);
  expect(body).toMatchObject({
    identifiers: [expect.stringMatching(/^action_network:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/)],
    given_name: 'Ana',
    family_name: 'Núñez',
    email_addresses: [{ primary: true, address: 'ana+ev@example.org', status: 'subscribed' }],
    phone_numbers: [{ primary: true, number: '15125550101', number_type: 'Mobile', status: 'unsubscribed' }],
    postal_addresses: [{ primary: true, postal_code: '02139', country: 'US' }],
    custom_fields: {},
  });
  expect(body.created_date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(body.modified_date).toBe(body.created_date);
  expect(body._links.self.href).toBe(`${simulators.url}/api/v2/people/${idOf(body)}`);
  expect(body._links.curies).toHaveLength(2);
});

test('a known e-mail address updates: sent fields replace, absent ones stay, the creation date stays', async () => {
  const clock = createClock({ startMs: Date.UTC(2026, 0, 1), frozen: true });
  const simulators = await start({ clock });
  const created = await signUp(simulators, {
    ...email('ana@example.org'),
    given_name: 'Ana',
    custom_fields: { a: '1' },
  });
  clock.advance(5_000);

  const updated = await signUp(simulators, {
    ...email(' ANA@example.org'),
    family_name: 'N',
    custom_fields: { b: '2' },
  });

  expect(idOf(updated)).toBe(idOf(created));
  expect(updated).toMatchObject({ given_name: 'Ana', family_name: 'N', custom_fields: { a: '1', b: '2' } });
  expect(updated.created_date).toBe('2026-01-01T00:00:00Z');
  expect(updated.modified_date).toBe('2026-01-01T00:00:05Z');
});

test('a person is found by phone alone, however the number is written', async () => {
  const simulators = await start();
  const created = await signUp(simulators, phone('(512) 555-0101'));

  const found = await signUp(simulators, { ...phone('+1 512 555 0101'), given_name: 'Ana' });

  expect(idOf(found)).toBe(idOf(created));
  expect(found.phone_numbers[0].number).toBe('15125550101');
});

test('the status of a known e-mail address stays unless one is sent', async () => {
  const simulators = await start();
  await signUp(simulators, email('ana@example.org', 'unsubscribed'));

  const untouched = await signUp(simulators, { ...email('ana@example.org'), given_name: 'Ana' });
  const resubscribed = await signUp(simulators, email('ana@example.org', 'subscribed'));

  expect(untouched.email_addresses[0].status).toBe('unsubscribed');
  expect(resubscribed.email_addresses[0].status).toBe('subscribed');
});

test('a new number is unsubscribed unless a status is sent', async () => {
  const simulators = await start();

  const quiet = await signUp(simulators, phone('5125550101'));
  const willing = await signUp(simulators, phone('5125550102', 'subscribed'));

  expect(quiet.phone_numbers[0].status).toBe('unsubscribed');
  expect(willing.phone_numbers[0].status).toBe('subscribed');
});

test.each([
  ['somebody new', false],
  ['somebody known', true],
])('a number moves to %s when both have an e-mail address', async (_who, isKnown) => {
  const simulators = await start();
  const pat = await signUp(simulators, { ...email('pat@example.org'), ...phone('5125550177', 'subscribed') });
  if (isKnown) await signUp(simulators, email('sam@example.org'));

  const sam = await signUp(simulators, { ...email('sam@example.org'), ...phone('5125550177') });

  const { body: left } = await ask(simulators, `/people/${idOf(pat)}`);
  expect(idOf(sam)).not.toBe(idOf(pat));
  expect(sam.phone_numbers).toMatchObject([{ number: '15125550177', status: 'unsubscribed' }]);
  expect(left.phone_numbers).toEqual([]);
  expect(simulators.actionNetwork.group.directory.all()).toHaveLength(2);
});

test('somebody with a phone only becomes one with the posted person, tags and fields included', async () => {
  const simulators = await start();
  await control(simulators, 'action-network/tags', { name: 'Texter' });
  await signUp(
    simulators,
    { ...phone('5125550177', 'subscribed'), custom_fields: { shirt: 'XL' } },
    { add_tags: ['Texter'] },
  );
  await signUp(simulators, { ...email('sam@example.org'), given_name: 'Sam' });

  const merged = await signUp(simulators, { ...email('sam@example.org'), ...phone('5125550177') });

  expect(merged).toMatchObject({
    given_name: 'Sam',
    phone_numbers: [{ number: '15125550177', status: 'subscribed' }],
    custom_fields: { shirt: 'XL' },
  });
  const { people } = await control(simulators, 'state/actionNetwork');
  expect(people).toMatchObject([{ tags: ['Texter'] }]);
});

test('a new e-mail address goes to the person who only had the phone', async () => {
  const simulators = await start();
  const before = await signUp(simulators, phone('5125550177'));

  const after = await signUp(simulators, { ...email('sam@example.org'), ...phone('5125550177') });

  expect(idOf(after)).toBe(idOf(before));
  expect(after.email_addresses).toMatchObject([{ address: 'sam@example.org', status: 'subscribed' }]);
});

test('unknown tags are ignored, and tags are added before others are removed', async () => {
  const simulators = await start();
  for (const name of ['A', 'B']) await control(simulators, 'action-network/tags', { name });

  await signUp(simulators, email('ana@example.org'), { add_tags: ['A', 'B', 'Unknown'], remove_tags: ['B'] });

  const { people, tags } = await control(simulators, 'state/actionNetwork');
  expect(people[0].tags).toEqual(['A']);
  expect(tags).toEqual(['A', 'B']);
});

test('foreign identifiers stay for good, and the own one is not the first', async () => {
  const simulators = await start();
  await signUp(simulators, { ...email('ana@example.org'), identifiers: ['mobilize:71'] });

  const { identifiers } = await signUp(simulators, { ...email('ana@example.org'), identifiers: [] });

  expect(identifiers).toEqual(['mobilize:71', expect.stringMatching(/^action_network:/)]);
});

test('custom fields that do not exist can be ignored', async () => {
  const simulators = await start();
  simulators.actionNetwork.knobs.turn({ customFields: ['shirt'] });

  const person = await signUp(simulators, {
    ...email('ana@example.org'),
    custom_fields: { shirt: 'XL', hat: '7' },
  });

  expect(person.custom_fields).toEqual({ shirt: 'XL' });
});

test('a background request answers nothing at once and takes effect later', async () => {
  const clock = createClock({ frozen: true });
  const simulators = await start({ clock });
  const body = { person: email('ana@example.org') };

  const { status, body: answer } = await ask(simulators, '/people?background_request=true', { body });

  expect([status, answer]).toEqual([200, {}]);
  expect((await ask(simulators, '/people')).body._embedded['osdi:people']).toEqual([]);
  clock.advance(1_000);
  expect((await ask(simulators, '/people')).body._embedded['osdi:people']).toHaveLength(1);
});

test('the wrong name of the background parameter is ignored', async () => {
  const simulators = await start();

  const { body } = await ask(simulators, '/people?background_processing=true', {
    body: { person: email('ana@example.org') },
  });

  expect(body.email_addresses).toHaveLength(1);
});
