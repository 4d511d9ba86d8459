import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { ask } from './support.ts';

const ana = { firstName: 'Ana', lastName: 'Okafor' };
const anaEmail = { emails: [{ email: 'ana.okafor@example.org' }] };

test.each([
  ['name and e-mail', { ...ana, ...anaEmail }],
  ['an e-mail alone', anaEmail],
  ['name and phone in any spelling', { ...ana, phones: [{ phoneNumber: '+1 (512) 555-0100' }] }],
  [
    'name, zip code and date of birth',
    { ...ana, dateOfBirth: '1960-05-01', addresses: [{ zipOrPostalCode: '78701-1234' }] },
  ],
  ['an id, whatever else is said', { vanId: 101_001, firstName: 'Somebody' }],
])('find matches %s, and redirects to the person', async (_what, body) => {
  const simulators = await start();

  const { status, headers, body: stub } = await ask(simulators, '/people/find', { body });

  expect(status).toBe(302);
  expect(headers.get('location')).toMatch(/\/van\/v4\/people\/101001$/);
  expect(stub).toEqual({ vanId: 101_001, status: 'Matched' });
});

test.each([
  ['first and last name alone', ana],
  ['name and zip code', { ...ana, addresses: [{ zipOrPostalCode: '78701' }] }],
  ['an e-mail address outside a list', { ...ana, emails: { email: 'ana.okafor@example.org' } }],
  ['nothing', {}],
])('find says "unmatched" to %s, which are too few data', async (_what, body) => {
  const simulators = await start();

  const { status, body: stub } = await ask(simulators, '/people/find', { body });

  expect(status).toBe(404);
  expect(stub).toEqual({ vanId: null, status: 'Unmatched' });
});

test('of several people with a number the one with the highest id is found, with a name the right one', async () => {
  const simulators = await start();
  const phones = [{ phoneNumber: '5125550100' }];

  const byPhone = await ask(simulators, '/people/find', { body: { phones } });
  const byName = await ask(simulators, '/people/find', { body: { ...ana, phones } });

  expect(byPhone.body.vanId).toBe(101_004);
  expect(byName.body.vanId).toBe(101_001);
});

test('findOrCreate writes nothing to somebody who is there', async () => {
  const simulators = await start();
  const before = simulators.everyAction.committee.person(101_001);

  const { status } = await ask(simulators, '/people/findOrCreate', {
    body: { ...ana, ...anaEmail, phones: [{ phoneNumber: '5125559999' }] },
  });

  expect(status).toBe(302);
  expect(simulators.everyAction.committee.person(101_001)).toEqual(before);
});

test('findOrCreate makes the same person again and again when the data are too few', async () => {
  const simulators = await start();

  const first = await ask(simulators, '/people/findOrCreate', { body: ana });
  const second = await ask(simulators, '/people/findOrCreate', { body: ana });

  expect([first.status, second.status]).toEqual([201, 201]);
  expect(first.headers.has('location')).toBe(false);
  expect(second.body).toEqual({ vanId: first.body.vanId + 1, status: 'UnmatchedStored' });
});

test('an update adds to the lists and takes nothing away', async () => {
  const simulators = await start();
  const emails = [{ email: 'ana@new.example.org' }];

  await ask(simulators, '/people/101001', { body: { firstName: 'Anna', emails } });
  await ask(simulators, '/people/101001', { body: { emails } });

  const { body } = await ask(simulators, '/people/101001?$expand=emails');
  expect(body.firstName).toBe('Anna');
  expect(body.emails.map(({ email }: { email: string }) => email)).toEqual([
    'ana.okafor@example.org',
    'ana@new.example.org',
  ]);
});

test('lists that were not asked for are null, and empty ones are empty', async () => {
  const simulators = await start();

  const { body } = await ask(simulators, '/people/101001?$expand=codes,externalIds');
  const wrong = await ask(simulators, '/people/101001?$expand=colours');

  expect(body).toMatchObject({ emails: null, phones: null, codes: [], externalIds: [], scores: null });
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors[0].text).toContain('addresses');
});

test('a list names the port in the link to its next page, and null at its end', async () => {
  const simulators = await start();

  const first = await ask(simulators, '/people?lastName=oka&$top=1');
  const second = await ask(simulators, first.body.nextPageLink.split('/van/v4')[1]);

  expect(first.body.nextPageLink).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/van\/v4\/people\?.*\$skip=1/);
  expect([first.body, second.body].map(({ items }) => items[0].vanId)).toEqual([101_001, 101_004]);
  expect(second.body).toMatchObject({ count: 2, nextPageLink: null });
});

test('a page that is too large is refused', async () => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/codes?$top=201');

  expect(status).toBe(400);
  expect(body.errors[0]).toMatchObject({ code: 'INVALID_PARAMETER', properties: ['$top'] });
});

test('a search for the person with the id 0 fails outside of the envelope', async () => {
  const simulators = await start();

  const { status, body } = await ask(simulators, '/people/find', { body: { vanId: 0 } });

  expect(status).toBe(500);
  expect(body).toMatchObject({ exceptionType: expect.any(String), stackTrace: expect.any(String) });
});
