import { expect, test } from 'vitest';
import { control, start } from '../support.ts';
import { readAll } from './support.ts';

test.each([0, 1, 7, 52, 54])('%i attendances are so many, and days can pass', async (attendances) => {
  const simulators = await start({ attendances });

  const before = await readAll(simulators, '/organizations/1251/attendances');
  const { added } = await control(simulators, 'mobilize/advance', { days: 3 });
  const after = await readAll(simulators, '/organizations/1251/attendances');
  const people = await readAll(simulators, '/organizations/1251/people');
  const events = await readAll(simulators, '/organizations/1251/events');

  expect(before.rows).toHaveLength(attendances);
  expect(after.rows).toHaveLength(attendances + added);
  expect(new Set(people.rows.map(({ user_id }) => user_id)).size).toBe(people.rows.length);
  expect(people.rows.length).toBeGreaterThan(0);
  expect(events.rows.length > 0).toBe(attendances > 0);
});

test('the partner organisation has rows of its own and some of the same ids', async () => {
  const simulators = await start();

  const partner = await readAll(simulators, '/organizations/1252/attendances');
  const main = await readAll(simulators, '/organizations/1251/attendances');

  const mainIds = new Set(main.rows.map(({ id }) => id));
  expect(partner.rows).toHaveLength(25);
  expect(partner.rows.filter(({ id }) => mainIds.has(id))).toHaveLength(5);
});

test('people are listed once, with the newest of their addresses', async () => {
  const simulators = await start();

  const { rows } = await readAll(simulators, '/organizations/1251/people');

  const moved = rows.filter(({ family_name }) => family_name === 'Moved');
  expect(moved.map(({ email_addresses }) => email_addresses[0].address)).toEqual(['mona.new@example.org']);
});
