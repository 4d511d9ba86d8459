import { RejectedRowError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { signupOfAttendance, signupOfSheetRow } from '../../../jobs/mobilize-to-sheets/signups.ts';

const sheetRow = {
  id: '46273',
  event_id: '454545',
  event_title: 'January Canvass',
  timeslot_id: '738375',
  timeslot_start_date: '1642865400',
  timeslot_end_date: '1642872600',
  status: 'REGISTERED',
  attended: 'true',
  person:
    '{"id":1,"given_name":"Lou","family_name":"Slainey","email_address":"lou@example.org","postal_code":"02139"}',
};

describe('a row of a sheet as in the training guide', () => {
  it('becomes a sign-up with numbers, a boolean and the person', () => {
    expect(signupOfSheetRow(sheetRow)).toEqual({
      id: 46273,
      event_id: 454545,
      event_title: 'January Canvass',
      event_timezone: null,
      timeslot_id: 738375,
      timeslot_start_date: 1642865400,
      timeslot_end_date: 1642872600,
      status: 'REGISTERED',
      attended: true,
      person: {
        user_id: 1,
        given_name: 'Lou',
        family_name: 'Slainey',
        email_address: 'lou@example.org',
        phone_number: null,
        postal_code: '02139',
      },
    });
  });

  it.each([
    ['TRUE', true],
    ['False', false],
    [' ', null],
    [null, null],
    [true, true],
  ])('reads attended %j as %j', (attended, expected) => {
    expect(signupOfSheetRow({ ...sheetRow, attended }).attended).toBe(expected);
  });

  it.each([
    ['id', '12a', 'is not a whole number'],
    ['timeslot_start_date', '2022-01-22', 'is not a whole number'],
    ['timeslot_end_date', '1e9', 'is not a whole number'],
    ['attended', 'perhaps', 'is neither true, false nor empty'],
    ['person', 'Lou', 'is not a JSON object'],
    ['person', '[1]', 'is not a JSON object'],
    ['person', 'null', 'is not a JSON object'],
  ])('cannot be used when %s is %j', (column, value, reason) => {
    const read = () => signupOfSheetRow({ ...sheetRow, [column]: value });

    expect(read).toThrow(RejectedRowError);
    expect(read).toThrow(expect.objectContaining({ column, reason }));
  });

  it('takes the user id of the person before the id', () => {
    const person = '{"id":1,"user_id":1001}';

    expect(signupOfSheetRow({ ...sheetRow, person }).person.user_id).toBe(1001);
  });

  it('without a person has a person of whom nothing is known', () => {
    expect(Object.values(signupOfSheetRow({ ...sheetRow, person: '' }).person)).toEqual(Array(6).fill(null));
  });
});

describe('an attendance of Mobilize', () => {
  it('keeps what is withheld as null', () => {
    const { person, ...signup } = signupOfAttendance({});

    expect([...Object.values(signup), ...Object.values(person)].every((value) => value === null)).toBe(true);
  });

  it('keeps apart who did not come and of whom nobody has said', () => {
    expect(signupOfAttendance({ attended: false }).attended).toBe(false);
    expect(signupOfAttendance({ attended: null }).attended).toBeNull();
  });
});
