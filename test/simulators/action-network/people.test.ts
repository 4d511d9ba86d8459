import { createClock } from '@movement-etl/simulators';
import { expect, test } from 'vitest';
import { type Json, start } from '../support.ts';
import { ask, email, idOf, phone, signUp } from './support.ts';

test('pages hold 25 people at most, next is on every page with people, totals are nowhere', async () => {
  const simulators = await start();
  for (let number = 0; number < 30; number++) await signUp(simulators, email(`p${number}@example.org`));

  const pages = await Promise.all(
    ['?per_page=100', '?page=2', '?page=3'].map(
      async (query) => (await ask(simulators, `/people${query}`)).body,
    ),
  );

  expect(pages.map(({ _embedded }) => _embedded['osdi:people'].length)).toEqual([25, 5, 0]);
  expect(pages.map(({ _links }) => 'next' in _links)).toEqual([true, true, false]);
  expect(pages.every((page) => !('total_pages' in page) && !('total_records' in page))).toBe(true);
  expect(pages[0]).toMatchObject({ per_page: 25, page: 1 });
  expect(pages[1]._links.next.href).toBe(`${simulators.url}/api/v2/people?page=3`);
  expect(pages[1]._links.self.href).toBe(`${simulators.url}/api/v2/people`);
  expect(pages[1]._links['osdi:people']).toHaveLength(5);
});

test('a filtered list keeps the filter in its links, quotes as they are', async () => {
  const simulators = await start();
  await signUp(simulators, email('jane@example.com'));

  const { body } = await ask(
    simulators,
    `/people?filter=${encodeURIComponent("email_address eq 'jane@example.com'")}`,
  );

  expect(body._links.next.href).toBe(
    `${simulators.url}/api/v2/people?filter=email_address%20eq%20'jane%40example.com'&page=2`,
  );
});

test.each([
  ["email_address eq 'ana+ev@example.org'", ['Ana']],
  ["phone_number eq '512-555-0102'", ['Bo']],
  ["family_name eq 'O''Brien'", ['Bo']],
  ["given_name gt 'Ana'", ['Bo']],
  ["region eq 'TX' and postal_code eq '78737'", ['Ana']],
  ["identifier eq 'mobilize:71'", ['Ana']],
  ["created_date gt '2026-01-01T00:00:00Z'", ['Bo']],
  ["modified_date lt '2026-01-01T00:01:00Z'", ['Ana']],
])('the filter %s finds the right people', async (filter, expected) => {
  const clock = createClock({ startMs: Date.UTC(2026, 0, 1), frozen: true });
  const simulators = await start({ clock });
  await signUp(simulators, {
    ...email('ana+ev@example.org'),
    given_name: 'Ana',
    identifiers: ['mobilize:71'],
    postal_addresses: [{ region: 'TX', postal_code: '78737' }],
  });
  clock.advance(60_000);
  await signUp(simulators, { ...phone('5125550102'), given_name: 'Bo', family_name: "O'Brien" });

  const { body } = await ask(simulators, `/people?filter=${encodeURIComponent(filter)}`);

  expect(body._embedded['osdi:people'].map(({ given_name }: Json) => given_name)).toEqual(expected);
});

test('an unknown filter is refused, or ignored by a knob', async () => {
  const simulators = await start();
  await signUp(simulators, email('ana@example.org'));
  const path = `/people?filter=${encodeURIComponent("email eq 'x@example.org'")}`;

  const refused = await ask(simulators, path);
  simulators.actionNetwork.knobs.turn({ unknownFilter: 'ignore' });
  const ignored = await ask(simulators, path);

  expect(refused.status).toBe(400);
  expect(ignored.body._embedded['osdi:people']).toHaveLength(1);
});

test('with an index lag, a filter finds a person later than a read by id does', async () => {
  const clock = createClock({ startMs: Date.UTC(2026, 0, 1), frozen: true });
  const simulators = await start({ clock });
  simulators.actionNetwork.knobs.turn({ indexLagMs: 2_000 });
  const person = await signUp(simulators, email('ana@example.org'));
  const find = async () =>
    (await ask(simulators, `/people?filter=${encodeURIComponent("email_address eq 'ana@example.org'")}`)).body
      ._embedded['osdi:people'].length;

  expect((await ask(simulators, `/people/${idOf(person)}`)).status).toBe(200);
  expect(await find()).toBe(0);
  clock.advance(2_000);
  expect(await find()).toBe(1);
});

test('an update takes fields at the top level: omitted ones stay, null clears, region and country survive', async () => {
  const simulators = await start();
  const person = await signUp(simulators, {
    ...email('ana@example.org'),
    given_name: 'Ana',
    family_name: 'N',
    postal_addresses: [{ region: 'TX', postal_code: '78737', locality: 'Austin' }],
  });

  const { status, body } = await ask(simulators, `/people/${idOf(person)}`, {
    method: 'PUT',
    body: {
      family_name: null,
      postal_addresses: [{ region: null, country: null, locality: null }],
      person: { given_name: 'Ignored' },
    },
  });

  expect(status).toBe(200);
  expect(body).toMatchObject({ given_name: 'Ana', family_name: '' });
  expect(body.postal_addresses).toEqual([
    { primary: true, region: 'TX', postal_code: '78737', country: 'US' },
  ]);
});

test('an e-mail address that is taken is left out without a word, the rest is applied', async () => {
  const simulators = await start();
  await signUp(simulators, email('taken@example.org'));
  const person = await signUp(simulators, email('ana@example.org'));

  const { status, body } = await ask(simulators, `/people/${idOf(person)}`, {
    method: 'PUT',
    body: { ...email('taken@example.org'), given_name: 'Ana' },
  });

  expect(status).toBe(200);
  expect(body.email_addresses[0].address).toBe('ana@example.org');
  expect(body.given_name).toBe('Ana');
});

test('deep pages can be slow', async () => {
  const simulators = await start();
  simulators.actionNetwork.knobs.turn({ slowFromPage: 3, slowPageMs: 500 });
  const durationOf = async (page: number) => {
    const startedMs = performance.now();
    await ask(simulators, `/people?page=${page}`);
    return performance.now() - startedMs;
  };

  expect(await durationOf(3)).toBeGreaterThan(490);
  expect(await durationOf(2)).toBeLessThan(490);
});
