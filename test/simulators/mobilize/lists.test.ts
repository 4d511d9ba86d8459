import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { read, readAll } from './support.ts';

const attendances = '/organizations/1251/attendances';

test('a page has the documented envelope, metadata, and no error key', async () => {
  const simulators = await start();

  const { status, body } = await read(simulators, `${attendances}?per_page=2`);

  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(['count', 'next', 'previous', 'data', 'metadata']);
  expect(body.count).toBe(80);
  expect(body.previous).toBeNull();
  expect(body.metadata).toEqual({
    url_name: 'organization_attendances',
    build_commit: '0000000',
    page_title: null,
  });
});

test('the golden row comes out as in the reference', async () => {
  const simulators = await start();

  const { body } = await read(simulators, `${attendances}/900001`);

  expect(body.data).toMatchObject({
    id: 900001,
    created_date: 1700000100,
    modified_date: 1700003600,
    status: 'CONFIRMED',
    attended: null,
    rating: null,
    feedback: null,
    person: {
      id: 71,
      person_id: 71,
      user_id: 5071,
      given_name: 'Ana',
      family_name: 'Núñez',
      email_addresses: [{ primary: true, address: 'ana+ev@example.org' }],
      phone_numbers: [{ primary: true, number: '5125550101' }],
      postal_addresses: [{ primary: true, postal_code: '02139' }],
      sms_opt_in_status: 'OPT_IN',
      blocked_date: null,
    },
    sponsor: { id: 1251, name: 'Example Org', slug: 'example', org_type: 'C4' },
    referrer: {
      utm_source: null,
      utm_medium: null,
      utm_campaign: 'jan',
      utm_term: null,
      utm_content: null,
      url: null,
    },
    custom_signup_field_values: [
      { custom_field_id: 7, custom_field_name: 'bring_food', text_value: null, boolean_value: true },
    ],
  });
});

test('the five rows of the training guide come first, two of them ending before they start', async () => {
  const simulators = await start();

  const { body } = await read(simulators, `${attendances}?per_page=5`);

  expect(body.data.map(({ id }: { id: number }) => id)).toEqual([46273, 46274, 46275, 46276, 46277]);
  const hours = body.data.map(
    ({ timeslot }: { timeslot: { start_date: number; end_date: number } }) =>
      (timeslot.end_date - timeslot.start_date) / 3_600,
  );
  expect(hours).toEqual([2, -10, 2, -10, 2]);
});

test('following next reads every row once, 25 a page unless asked otherwise', async () => {
  const simulators = await start({ attendances: 333 });

  const byDefault = await readAll(simulators, attendances);
  const byHundreds = await readAll(simulators, `${attendances}?per_page=100`);

  expect(byDefault.pageCount).toBe(14);
  expect(byHundreds.pageCount).toBe(4);
  expect(byHundreds.rows).toEqual(byDefault.rows);
  expect(new Set(byDefault.rows.map(({ id }) => id)).size).toBe(333);
  expect(new Set(byDefault.counts)).toEqual(new Set([333]));
});

test('links stay on the origin that was asked and keep per_page, updated_since and unknown parameters', async () => {
  const simulators = await start();

  const { body } = await read(simulators, `${attendances}?per_page=3&updated_since=1700000000&colour=blue`);

  const next = new URL(body.next);
  expect(next.origin).toBe(simulators.url);
  next.searchParams.delete('cursor');
  expect([...next.searchParams]).toEqual([
    ['colour', 'blue'],
    ['per_page', '3'],
    ['updated_since', '1700000000'],
  ]);
});

test('page starts anywhere, and its links go on with cursors in both directions', async () => {
  const simulators = await start();

  const second = await read(simulators, `${attendances}?per_page=10&page=2`);
  const third = await read(simulators, second.body.next.slice(simulators.url.length + 3));
  const back = await read(simulators, third.body.previous.slice(simulators.url.length + 3));

  expect(second.body.next).toContain('cursor=');
  expect(second.body.next).not.toContain('page=2');
  expect(back.body.data).toEqual(second.body.data);
  expect(third.body.data).not.toEqual(second.body.data);
});

test('the last page has no next, an empty organisation has no rows', async () => {
  const simulators = await start();

  const last = await read(simulators, `${attendances}?per_page=10&page=8`);
  const empty = await read(simulators, '/organizations/1253/attendances');

  expect(last.body.next).toBeNull();
  expect(empty.body).toMatchObject({ count: 0, next: null, previous: null, data: [] });
});

test('more than the largest page is cut without a word', async () => {
  const simulators = await start({ attendances: 150 });

  const { body } = await read(simulators, `${attendances}?per_page=500`);

  expect(body.data).toHaveLength(100);
  expect(body.next).not.toBeNull();
});

test.each([
  ['a cursor that was tampered with', 'cursor=bzE', 'cursor'],
  ['a time that is no number', 'updated_since=yesterday', 'updated_since'],
  ['an empty page size', 'per_page=0', 'per_page'],
  ['a page that is no number', 'page=two', 'page'],
])('%s is refused with the name of the parameter', async (_what, query, field) => {
  const simulators = await start();

  const { status, body } = await read(simulators, `${attendances}?${query}`);

  expect(status).toBe(400);
  expect(body).toEqual({ data: null, error: { [field]: [expect.any(String)] } });
});

test('updated_since compares with the modification date, and the count stays exact', async () => {
  const simulators = await start({ attendances: 1_000 });
  const all = await readAll(simulators, `${attendances}?per_page=100`);
  const since = 1_750_000_000;

  const recent = await readAll(simulators, `${attendances}?per_page=100&updated_since=${since}`);

  const expected = all.rows.filter(({ modified_date }) => modified_date >= since);
  expect(recent.rows).toEqual(expected);
  expect(recent.counts[0]).toBe(expected.length);
  expect(expected.length).toBeGreaterThan(100);
});

test('a million attendances cost no memory and their last page is as near as the first', async () => {
  const simulators = await start({ attendances: 1_000_000 });

  const { body } = await read(simulators, `${attendances}?per_page=100&page=10000`);

  expect(body.count).toBe(1_000_000);
  expect(body.data).toHaveLength(100);
  expect(body.next).toBeNull();
});

test('the same seed gives the same data, another seed other data', async () => {
  const first = await start({ seed: 7 });
  const again = await start({ seed: 7 });
  const other = await start({ seed: 8 });

  const [rows, same, different] = await Promise.all(
    [first, again, other].map(async (simulators) => (await readAll(simulators, attendances)).rows),
  );

  expect(same).toEqual(rows);
  expect(different).not.toEqual(rows);
});

test('a stuck page points at itself, and a repeated row comes on two pages', async () => {
  const simulators = await start();
  simulators.mobilize.knobs.turn({ stuckAtPage: 2 });

  const second = await read(simulators, `${attendances}?per_page=10&page=2`);
  const stuck = await read(simulators, second.body.next.slice(simulators.url.length + 3));
  simulators.mobilize.knobs.turn({ stuckAtPage: null, repeatRowOnNextPage: true });
  const repeating = await readAll(simulators, `${attendances}?per_page=10`);

  expect(stuck.body.data).toEqual(second.body.data);
  expect(repeating.rows.length).toBeGreaterThan(80);
  expect(new Set(repeating.rows.map(({ id }) => id)).size).toBe(80);
});

test('a limit of the search backend shows, and ends the list early', async () => {
  const simulators = await start();
  simulators.mobilize.knobs.turn({ resultsLimitedTo: 30 });

  const { rows } = await readAll(simulators, attendances);
  const { body } = await read(simulators, attendances);

  expect(rows).toHaveLength(30);
  expect(body).toMatchObject({ count: 80, results_limited_to: 30 });
});
