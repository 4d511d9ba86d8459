import { expect, test } from 'vitest';
import { control, start } from '../support.ts';
import { read, readAll } from './support.ts';

const events = '/organizations/1251/events';

test('repeated filters are joined, comparison filters prune the timeslots', async () => {
  const simulators = await start();

  const typed = await readAll(simulators, `${events}?event_types=CANVASS&event_types=PHONE_BANK`);
  const timed = await readAll(
    simulators,
    `${events}?timeslot_start=gte_1640000000&timeslot_start=lt_1650000000`,
  );

  const types = new Set(typed.rows.map(({ event_type }) => event_type));
  expect(types).toEqual(new Set(['CANVASS', 'PHONE_BANK']));
  expect(timed.rows.map(({ id }) => id)).toEqual([454545, 454546, 454547, 454548, 454549]);
});

test('a comma list is one value that nothing has', async () => {
  const simulators = await start();

  const { body } = await read(simulators, `${events}?event_types=CANVASS,PHONE_BANK`);

  expect(body.count).toBe(0);
});

test('a repeated number that is none is refused with its index', async () => {
  const simulators = await start();

  const { status, body } = await read(simulators, `${events}?organization_id=abc`);

  expect(status).toBe(400);
  expect(body).toEqual({ data: null, error: { organization_id: { 0: ['A valid integer is required.'] } } });
});

test('the search backend says how many rows it can reach', async () => {
  const simulators = await start();

  const { body } = await read(simulators, `${events}?zipcode=78737`);

  expect(body.results_limited_to).toBe(1_000);
});

test('events of an organisation include those that it promotes', async () => {
  const simulators = await start();

  const { rows } = await readAll(simulators, events);

  expect(new Set(rows.map(({ sponsor }) => sponsor.id))).toEqual(new Set([1251, 1252]));
});

test('a deleted event is listed as deleted, and its attendances are gone', async () => {
  const simulators = await start();

  await control(simulators, 'mobilize/delete-event', { eventId: 454545 });

  const deleted = await read(simulators, `${events}/deleted`);
  expect(deleted.body.data).toEqual([{ id: 454545, deleted_date: expect.any(Number) }]);
  expect((await read(simulators, `${events}/454545`)).status).toBe(404);
  expect((await read(simulators, '/organizations/1251/attendances/46273')).status).toBe(404);
  const { rows, counts } = await readAll(simulators, '/organizations/1251/attendances');
  expect(rows).toHaveLength(79);
  expect(counts[0]).toBe(79);
});

test('attendances of one event are those of its sign-ups', async () => {
  const simulators = await start({ attendances: 300 });

  const { rows } = await readAll(simulators, `${events}/500003/attendances`);
  const all = await readAll(simulators, '/organizations/1251/attendances?per_page=100');

  expect(rows).toEqual(all.rows.filter(({ event }) => event.id === 500003));
  expect(rows.length).toBeGreaterThan(0);
});
