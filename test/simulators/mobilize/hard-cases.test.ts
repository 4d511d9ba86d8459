import { hardCaseReasons, hardCaseRows } from '@movement-etl/simulators';
import { expect, test } from 'vitest';
import { start } from '../support.ts';
import { readAll } from './support.ts';

test('the hard cases are in every data set that is not tiny, in the order of their reasons', async () => {
  const simulators = await start({ attendances: 60 });

  const { rows } = await readAll(simulators, '/organizations/1251/attendances');

  expect(hardCaseReasons).toHaveLength(hardCaseRows.length);
  expect(rows.slice(5, 5 + hardCaseRows.length)).toEqual(JSON.parse(JSON.stringify(hardCaseRows)));
});

test.each([
  ['a missing e-mail list', (row) => row.person.email_addresses === undefined],
  ['an empty e-mail list', (row) => row.person.email_addresses?.length === 0],
  ['an empty phone number', (row) => row.person.phone_numbers[0]?.number === ''],
  ['a null id', (row) => row.id === null],
  ['a null referrer', (row) => row.referrer === null],
  ['an undocumented status', (row) => row.status === 'WAITLISTED'],
  [
    'a custom field with a text',
    (row) => row.custom_signup_field_values?.some((field) => field.text_value !== null) === true,
  ],
  ['a NUL character', (row) => row.feedback?.includes('\u0000') === true],
  ['a lone surrogate', (row) => row.feedback?.isWellFormed() === false],
  ['the end of COPY data', (row) => row.feedback === '\\.'],
  ['a formula', (row) => row.person.given_name.startsWith('=')],
  ['a leading plus', (row) => row.feedback?.startsWith('+') === true],
  ['a leading minus', (row) => row.feedback?.startsWith('-') === true],
  ['a leading at sign', (row) => row.feedback?.startsWith('@') === true],
  ['a leading tab', (row) => row.feedback?.startsWith('\t') === true],
  ['sixty thousand characters', (row) => (row.feedback?.length ?? 0) >= 60_000],
  ['a number beyond 32 bits', (row) => row.person.user_id > 2 ** 31],
] satisfies Array<[string, (row: (typeof hardCaseRows)[number]) => boolean]>)(
  '%s is among them',
  (_what, isIt) => {
    expect(hardCaseRows.some(isIt)).toBe(true);
  },
);

test('people share a telephone, change their address, and take several timeslots at once', () => {
  const rowsOf = (familyName: string) =>
    hardCaseRows.filter(({ person }) => person.family_name === familyName);

  const household = rowsOf('Household');
  expect(new Set(household.map(({ person }) => person.user_id)).size).toBe(2);
  expect(new Set(household.map(({ person }) => person.phone_numbers[0]?.number)).size).toBe(1);

  const [older, newer] = rowsOf('Moved');
  expect(newer?.person.user_id).toBe(older?.person.user_id);
  expect(newer?.modified_date).toBeGreaterThan(older?.modified_date ?? 0);
  expect(newer?.person.email_addresses).not.toEqual(older?.person.email_addresses);

  const slots = rowsOf('Threeslots');
  expect(slots.map(({ id }) => (id ?? 0) - (slots[0]?.id ?? 0))).toEqual([0, 1, 2]);
  expect(new Set(slots.map(({ created_date }) => created_date)).size).toBe(1);
  expect(new Set(slots.map(({ timeslot }) => timeslot.id)).size).toBe(3);
});

test('somebody has only cancelled sign-ups', () => {
  const statuses = hardCaseRows
    .filter(({ person }) => person.family_name === 'Cancelled')
    .map(({ status }) => status);

  expect(statuses).toEqual(['CANCELLED', 'CANCELLED']);
});
