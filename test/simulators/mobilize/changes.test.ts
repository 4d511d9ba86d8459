import { createClock } from '@movement-etl/simulators';
import { expect, test } from 'vitest';
import { call, control, start } from '../support.ts';
import { bearer, read, readAll } from './support.ts';

const attendances = '/organizations/1251/attendances';
const frozen = () => createClock({ startMs: Date.UTC(2026, 5, 1), frozen: true });

test('a day adds, cancels, marks, moves an e-mail address and touches rows, all newer than before', async () => {
  const simulators = await start({ attendances: 500, clock: frozen() });

  const report = await control(simulators, 'mobilize/advance', { days: 1 });

  expect(report).toMatchObject({ added: 5, cancelled: 3, emailsChanged: 1, touched: 10 });
  const { rows, counts } = await readAll(simulators, `${attendances}?per_page=100`);
  expect(counts[0]).toBe(505);
  const changed = await readAll(simulators, `${attendances}?updated_since=${report.now}`);
  expect(changed.rows).toEqual(rows.filter(({ modified_date }) => modified_date === report.now));
  expect(changed.rows.length).toBeGreaterThan(15);
});

test('the same days change the same rows', async () => {
  const first = await start({ attendances: 500, clock: frozen() });
  const second = await start({ attendances: 500, clock: frozen() });

  await control(first, 'mobilize/advance', { days: 3 });
  for (let day = 0; day < 3; day++) await control(second, 'mobilize/advance', { days: 1 });

  const [rows, same] = await Promise.all(
    [first, second].map(
      async (simulators) => (await readAll(simulators, `${attendances}?per_page=100`)).rows,
    ),
  );
  expect(same).toEqual(rows);
});

test('presence goes from unknown to true to false, each time with a new modification date', async () => {
  const clock = frozen();
  const simulators = await start({ clock });
  const seen = [(await read(simulators, `${attendances}/900001`)).body.data];

  for (const attended of [true, false]) {
    clock.advance(60_000);
    await control(simulators, 'mobilize/set-attended', { ids: [900001], attended });
    seen.push((await read(simulators, `${attendances}/900001`)).body.data);
  }

  expect(seen.map(({ attended }) => attended)).toEqual([null, true, false]);
  expect(seen[1].modified_date).toBe(clock.now() / 1_000 - 60);
  expect(seen[2].modified_date).toBe(clock.now() / 1_000);
});

test('a cancelled sign-up keeps its place and everything else', async () => {
  const simulators = await start();
  const before = (await read(simulators, `${attendances}/46273`)).body.data;

  await control(simulators, 'mobilize/cancel', { ids: [46273] });

  const after = (await read(simulators, `${attendances}/46273`)).body.data;
  expect(after).toEqual({ ...before, status: 'CANCELLED', modified_date: expect.any(Number) });
});

test('touching changes nothing but the modification date', async () => {
  const simulators = await start({ clock: frozen() });
  const before = await readAll(simulators, attendances);

  const { now } = await control(simulators, 'mobilize/touch', { first: 10 });

  const after = await readAll(simulators, attendances);
  expect(after.rows).toEqual(
    before.rows.map((row, index) => (index < 10 ? { ...row, modified_date: now } : row)),
  );
  expect((await read(simulators, `${attendances}?updated_since=${now}`)).body.count).toBe(10);
});

test('ordered by modification date, a row touched during a scan comes again later', async () => {
  const simulators = await start();
  simulators.mobilize.knobs.turn({ orderBy: 'modified_date' });
  const first = await read(simulators, `${attendances}?per_page=40`);
  const [{ id: touchedId }] = first.body.data;

  await control(simulators, 'mobilize/touch', { ids: [touchedId] });
  const rest = await readAll(simulators, first.body.next.slice(simulators.url.length + 3));

  expect(rest.rows.at(-1).id).toBe(touchedId);
});

test('a control that names no row says so', async () => {
  const simulators = await start();

  await expect(control(simulators, 'mobilize/cancel', { ids: [1] })).rejects.toThrow(
    'there is no attendance 1',
  );
});

test('signing up makes one row for each timeslot and updates the person of that address', async () => {
  const simulators = await start();
  const url = `${simulators.url}/v1/organizations/1251/events/454545/attendances`;
  const person = {
    given_name: 'Lou',
    family_name: 'New',
    email_address: 'lou@example.org',
    phone_number: '',
    postal_code: '78701',
  };

  const first = await call(url, { headers: bearer, body: { person, timeslots: [{ timeslot_id: 738375 }] } });
  const again = await call(url, {
    headers: bearer,
    body: { person: { ...person, family_name: 'Newer' }, timeslots: [{ timeslot_id: 738375 }] },
  });

  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    error: null,
    data: [{ status: 'REGISTERED', timeslot: { id: 738375 } }],
  });
  expect(again.body.data[0].person).toMatchObject({
    user_id: first.body.data[0].person.user_id,
    family_name: 'Newer',
  });
  expect((await read(simulators, attendances)).body.count).toBe(82);
});

test('signing up for a timeslot that does not exist names the field', async () => {
  const simulators = await start();

  const { status, body } = await call(`${simulators.url}/v1/organizations/1251/events/454545/attendances`, {
    headers: bearer,
    body: {
      person: {
        given_name: 'A',
        family_name: 'B',
        email_address: 'a@example.org',
        phone_number: '',
        postal_code: '1',
      },
      timeslots: [{ timeslot_id: 1 }],
    },
  });

  expect(status).toBe(400);
  expect(body.error).toEqual({ timeslots: { 0: [expect.any(String)] } });
});

test('an affiliation is created once and then updated, flat or nested', async () => {
  const simulators = await start();
  const url = `${simulators.url}/v1/organizations/1251/affiliations`;
  const person = {
    given_name: 'A',
    family_name: 'B',
    email_address: 'ab@example.org',
    phone_number: '',
    postal_code: '1',
  };

  const created = await call(url, { headers: bearer, body: person });
  const updated = await call(url, { headers: bearer, body: { person } });

  expect([created.status, updated.status]).toEqual([201, 200]);
});
