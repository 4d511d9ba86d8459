import { nestedEvent } from './events.ts';
import { fixedEvent } from './fixed-events.ts';
import {
  mainOrganizationId,
  nestedOrganization,
  organizationById,
  partnerOrganizationId,
} from './organizations.ts';
import type { Attendance, Event, Person } from './types.ts';

const start = 1_700_500_000;
const hour = 3_600;

/** The event of the hard rows. */
export const hardCaseEvent: Event = fixedEvent({
  id: 454_600,
  title: 'Hard Cases Hour',
  eventType: 'TRAINING',
  timeslotId: 738_400,
  start,
  end: start + 2 * hour,
});

type Change = Partial<Omit<Attendance, 'person'>> & { readonly person?: Partial<Person> };

const emptyReferrer = {
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  utm_term: null,
  utm_content: null,
  url: null,
};
const email = (address: string) => [{ primary: true, address }] as const;
const phone = (number: string) => [{ primary: true, number }] as const;

/** More than the 50,000 characters of a spreadsheet cell, less than the 65,535 bytes of a Redshift column. */
const longText = 'All work and no play. '.repeat(2_728);

/** A sign-up for one of three timeslots of one visit to the page: equal creation, consecutive ids. */
const severalTimeslots = (index: number): Change => ({
  created_date: 1_700_010_000,
  modified_date: 1_700_010_000 + index,
  timeslot: {
    id: 738_400 + index,
    start_date: start + index * 3 * hour,
    end_date: start + (index * 3 + 2) * hour,
  },
  person: {
    user_id: 5_110,
    given_name: 'Tess',
    family_name: 'Threeslots',
    email_addresses: email('tess@example.org'),
  },
});

/** Each hard row with why it is here; number n has the id 900001 + n and, unless it says otherwise, a person of its own. */
const cases: ReadonlyArray<readonly [why: string, change: Change]> = [
  [
    'the golden sample: an unconfirmed presence, a referrer, a custom field, a plus in the e-mail address',
    {
      created_date: 1_700_000_100,
      modified_date: 1_700_003_600,
      status: 'CONFIRMED',
      person: {
        id: 71,
        person_id: 71,
        user_id: 5_071,
        given_name: 'Ana',
        family_name: 'Núñez',
        email_addresses: email('ana+ev@example.org'),
        phone_numbers: phone('5125550101'),
        postal_addresses: [{ primary: true, postal_code: '02139' }],
        sms_opt_in_status: 'OPT_IN',
      },
      referrer: { ...emptyReferrer, utm_campaign: 'jan' },
      custom_signup_field_values: [
        { custom_field_id: 7, custom_field_name: 'bring_food', text_value: null, boolean_value: true },
      ],
    },
  ],
  ['the e-mail list is missing', { person: { email_addresses: undefined } }],
  ['the e-mail list is empty', { person: { email_addresses: [] } }],
  ['the phone number is empty', { person: { phone_numbers: phone('') } }],
  ['the phone list is empty', { person: { phone_numbers: [] } }],
  [
    'the firewall between independent and coordinated groups withholds ids, event and status',
    {
      id: null,
      status: null,
      event: { event_type: 'CANVASS' },
      timeslot: { start_date: start, end_date: start + hour },
      referrer: null,
      custom_signup_field_values: undefined,
    },
  ],
  ['the referrer is null', { referrer: null }],
  ['the referrer is missing', { referrer: undefined }],
  [
    'enum values that nobody has documented',
    {
      status: 'WAITLISTED',
      event: { ...nestedEvent(hardCaseEvent), event_type: 'MOON_LANDING', visibility: 'FRIENDS' },
      person: { sms_opt_in_status: 'MAYBE' },
      sponsor: { ...nestedOrganization(organizationById(mainOrganizationId)), org_type: 'COOPERATIVE' },
    },
  ],
  [
    'custom fields of both kinds',
    {
      custom_signup_field_values: [
        { custom_field_id: 7, custom_field_name: 'bring_food', text_value: null, boolean_value: false },
        {
          custom_field_id: 8,
          custom_field_name: 'T-shirt size',
          text_value: 'XL, "relaxed"',
          boolean_value: null,
        },
      ],
    },
  ],
  ['one person in three timeslots: the first', severalTimeslots(0)],
  ['one person in three timeslots: the second', severalTimeslots(1)],
  ['one person in three timeslots: the third', severalTimeslots(2)],
  [
    'two people share a telephone: the first',
    { person: { phone_numbers: phone('5125550177'), given_name: 'Pat', family_name: 'Household' } },
  ],
  [
    'two people share a telephone: the second',
    { person: { phone_numbers: phone('5125550177'), given_name: 'Sam', family_name: 'Household' } },
  ],
  [
    'an e-mail address before its change',
    {
      modified_date: 1_700_020_000,
      person: {
        user_id: 5_115,
        given_name: 'Mona',
        family_name: 'Moved',
        email_addresses: email('mona.old@example.org'),
      },
    },
  ],
  [
    'the same person with the new e-mail address, in a newer sign-up',
    {
      created_date: 1_700_090_000,
      modified_date: 1_700_090_000,
      person: {
        user_id: 5_115,
        given_name: 'Mona',
        family_name: 'Moved',
        email_addresses: email('mona.new@example.org'),
        modified_date: 1_700_090_000,
      },
    },
  ],
  [
    'names beyond Latin letters',
    { person: { given_name: '李小龙', family_name: 'Ødegård-Żółć' }, feedback: 'شكرا جزيلا — ధన్యవాదాలు' },
  ],
  ['emoji of several code points', { feedback: 'Loved it 🎉👩‍👩‍👧‍👦🏳️‍🌈', rating: 'Positive' }],
  ['a formula', { person: { given_name: '=HYPERLINK("https://evil.example.org","x")' } }],
  ['a leading plus', { feedback: '+1 to this' }],
  ['a leading minus', { feedback: "-2+3+cmd|' /C calc'!A0" }],
  ['a leading at sign', { feedback: '@SUM(A1:A9)' }],
  ['a leading tab', { feedback: '\t=1+1' }],
  ['a NUL character, which Postgres cannot store', { feedback: 'before\u0000after' }],
  ['a lone half of a surrogate pair, which UTF-8 cannot carry', { feedback: 'broken \ud83d emoji \udc00' }],
  ['what ends the data of a COPY', { feedback: '\\.' }],
  ['what means null in a COPY', { feedback: '\\N', rating: '' }],
  [
    'quotes, commas, line ends and backslashes',
    { feedback: 'He said: "hi", \'bye\';\r\nnext line\nC:\\temp\\' },
  ],
  ['sixty thousand characters', { feedback: longText }],
  [
    'somebody whose only sign-ups are cancelled: the first',
    {
      status: 'CANCELLED',
      person: {
        user_id: 5_131,
        given_name: 'Cal',
        family_name: 'Cancelled',
        email_addresses: email('cal@example.org'),
      },
    },
  ],
  [
    'somebody whose only sign-ups are cancelled: the second',
    {
      status: 'CANCELLED',
      attended: false,
      person: {
        user_id: 5_131,
        given_name: 'Cal',
        family_name: 'Cancelled',
        email_addresses: email('cal@example.org'),
      },
    },
  ],
  ['present, though never confirmed', { status: 'REGISTERED', attended: true }],
  ['confirmed, and did not come', { status: 'CONFIRMED', attended: false }],
  ['cancelled, and nobody said more', { status: 'CANCELLED', attended: null }],
  ['no person id any more, only a user id', { person: { id: null, person_id: null } }],
  ['no names and no postal address', { person: { given_name: '', family_name: '', postal_addresses: [] } }],
  [
    'blocked, and opted out of text messages',
    { person: { blocked_date: 1_700_050_000, sms_opt_in_status: 'OPT_OUT' } },
  ],
  [
    'an e-mail address with capitals and blanks',
    { person: { email_addresses: email(' Mixed.Case@Example.ORG ') } },
  ],
  [
    'no e-mail address at all, but text in its place',
    { person: { email_addresses: email('not an address') } },
  ],
  [
    'the sponsor is not the sponsor of the event',
    { sponsor: nestedOrganization(organizationById(partnerOrganizationId)) },
  ],
  [
    'signed up in 2019, changed in bulk in 2022',
    { created_date: 1_570_000_000, modified_date: 1_658_448_000, status: 'CONFIRMED', attended: true },
  ],
  [
    'an address that is kept private',
    {
      event: {
        ...nestedEvent(hardCaseEvent),
        address_visibility: 'PRIVATE',
        location: {
          ...hardCaseEvent.location,
          venue: 'This event’s address is private. Sign up for more details',
          address_lines: ['This event’s address is private. Sign up for more details', ''],
          location: null,
        },
      },
    },
  ],
  [
    'an event without a place',
    { event: { ...nestedEvent(hardCaseEvent), location: null, is_virtual: true } },
  ],
  [
    'texts that look like numbers, truth and dates',
    { person: { given_name: '007', family_name: 'TRUE' }, rating: '1e5', feedback: '1/2' },
  ],
  [
    'numbers beyond 32 bits',
    {
      timeslot: { id: 3_000_000_001, start_date: start, end_date: start + hour },
      person: { user_id: 3_000_000_046 },
    },
  ],
  ['blanks around and inside names', { person: { given_name: '  Mary  Ann ', family_name: ' Lee\u00a0' } }],
  ['braces, as in array and record texts', { feedback: '{"a":[1,null]} {NULL} $HOME $1 :name ?' }],
];

export const firstHardCaseId = 900_001;

/** Why each of `hardCaseRows` is there, in the same order. */
export const hardCaseReasons: readonly string[] = cases.map(([why]) => why);

/** A fixed small set with everything that has broken integrations; the same in every data set. */
export const hardCaseRows: readonly Attendance[] = cases.map(([, change], index) => {
  const { person, ...rest } = change;
  const created = 1_700_030_000 + index * 60;
  return {
    id: firstHardCaseId + index,
    created_date: created,
    modified_date: created,
    event: nestedEvent(hardCaseEvent),
    timeslot: { id: 738_400, start_date: start, end_date: start + 2 * hour },
    sponsor: nestedOrganization(organizationById(mainOrganizationId)),
    status: 'REGISTERED',
    attended: null,
    referrer: emptyReferrer,
    custom_signup_field_values: [],
    rating: null,
    feedback: null,
    ...rest,
    person: ownPerson(index, created, person),
  };
});

/** A user id stands for one person: rows with the same one show the same ids. */
function ownPerson(index: number, created: number, change: Partial<Person> = {}): Person {
  const userId = change.user_id ?? 5_100 + index;
  return {
    id: userId - 5_000,
    person_id: userId - 5_000,
    user_id: userId,
    created_date: 1_699_990_000,
    modified_date: created,
    given_name: 'Hard',
    family_name: `Case ${index + 1}`,
    email_addresses: email(`hard.case.${index + 1}@example.org`),
    phone_numbers: phone(`51255502${String(index).padStart(2, '0')}`),
    postal_addresses: [{ primary: true, postal_code: '78737' }],
    sms_opt_in_status: 'UNSPECIFIED',
    blocked_date: null,
    ...change,
  };
}
