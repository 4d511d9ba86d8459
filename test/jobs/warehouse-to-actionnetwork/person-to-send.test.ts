import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type Mapping,
  type MappingSetting,
  resolveMapping,
} from '../../../jobs/warehouse-to-actionnetwork/mapping.ts';
import {
  type ListedPerson,
  toPersonToSend,
} from '../../../jobs/warehouse-to-actionnetwork/person-to-send.ts';

const COLUMNS = ['mobilizeid', 'given_name', 'family_name', 'email_address', 'phone_number', 'postal_code'];
const VALUES = {
  given_name: 'Ana',
  family_name: ' ',
  email_address: ' ana@example.org ',
  phone_number: '(512) 555-0101',
  postal_code: '02139',
};

const listed = (values: object = {}, more: Partial<ListedPerson> = {}): ListedPerson => ({
  id: 1,
  phone_is_shared: false,
  last_outcome: null,
  last_payload_hash: null,
  last_attempt: null,
  ...more,
  values: { ...VALUES, ...values },
});
const mappingOf = (setting: MappingSetting = {}, ...more: string[]): Mapping =>
  resolveMapping(setting, [...COLUMNS, ...more]);
const send = (values: object = {}, more: Partial<ListedPerson> = {}) =>
  toPersonToSend(listed(values, more), mappingOf(), 'Attendee');

describe('a person', () => {
  it('is sent with what is filled in, and no status of any kind', () => {
    expect(send()).toMatchObject({ id: 1, tags: ['Attendee'], why_not: undefined });
    expect(send().person).toStrictEqual({
      given_name: 'Ana',
      email_addresses: [{ address: 'ana@example.org' }],
      phone_numbers: [{ number: '15125550101' }],
      postal_addresses: [{ postal_code: '02139' }],
    });
  });

  it.each([
    [{ email_address: null }, true, 'no e-mail address, and the phone number is shared'],
    [{ email_address: ' ', phone_number: '123' }, false, 'no e-mail address or usable phone number'],
    [{ email_address: null, phone_number: null }, false, 'no e-mail address or usable phone number'],
  ])('who cannot be told from others is not sent: %j', (values, phone_is_shared, reason) => {
    expect(send(values, { phone_is_shared }).why_not).toBe(reason);
  });

  it('is sent without a number that somebody else has too', () => {
    const { person, why_not } = send({}, { phone_is_shared: true });

    expect([person.phone_numbers, why_not]).toEqual([undefined, undefined]);
  });
});

describe('the hash of what is sent', () => {
  const hashOf = (...input: Parameters<typeof send>) => send(...input).payload_hash;

  it('is that of the transform, field by field', () => {
    const fields = ['Ana', ' ', ' ana@example.org ', '(512) 555-0101', '02139'];

    expect(hashOf()).toBe(createHash('md5').update(fields.join('\u001f')).digest('hex'));
  });

  it('changes with each field, with its place, and when a number is shared no longer', () => {
    expect(hashOf({ postal_code: '02140' })).not.toBe(hashOf());
    expect(hashOf({ given_name: null, family_name: 'Ana' })).not.toBe(hashOf({ family_name: null }));
    expect(hashOf({}, { phone_is_shared: true })).not.toBe(hashOf());
  });

  it('changes with custom fields, tags and who unsubscribes', () => {
    const mapping = mappingOf({ custom_fields: { Hub: 'hub' }, unsubscribe: 'left' }, 'hub', 'left', 'tags');
    const hash = (values: object) => toPersonToSend(listed(values), mapping, undefined).payload_hash;
    const before = hash({ hub: 'North', left: false, tags: 'A' });

    expect(hash({ hub: 'North', left: false, tags: 'A' })).toBe(before);
    expect(hash({ hub: 'South', left: false, tags: 'A' })).not.toBe(before);
    expect(hash({ hub: 'North', left: true, tags: 'A' })).not.toBe(before);
    expect(hash({ hub: 'North', left: false, tags: 'A,B' })).not.toBe(before);
  });
});

describe('a mapping', () => {
  const custom = {
    custom_fields: { Hub: 'hub', Joined: 'joined', Member: 'member', Gifts: 'gifts', Note: 'note' },
  };
  const customColumns = ['hub', 'joined', 'member', 'gifts', 'note'];

  it('sends custom fields as texts, and leaves out what is empty', () => {
    const { person } = toPersonToSend(
      listed({ hub: 'North', joined: new Date('2026-01-02T03:04:05Z'), member: true, gifts: 3, note: null }),
      mappingOf(custom, ...customColumns),
      undefined,
    );

    expect(person.custom_fields).toEqual({
      Hub: 'North',
      Joined: '2026-01-02T03:04:05.000Z',
      Member: 'true',
      Gifts: '3',
    });
  });

  it('sends a whole address', () => {
    const columns = ['address', 'locality', 'region', 'country'];
    const { person } = toPersonToSend(
      listed({ address: '1 Main St\nApt 2', locality: 'Boston', region: 'MA', country: 'US' }),
      mappingOf({}, ...columns),
      undefined,
    );

    expect(person.postal_addresses).toEqual([
      {
        address_lines: ['1 Main St', 'Apt 2'],
        locality: 'Boston',
        region: 'MA',
        postal_code: '02139',
        country: 'US',
      },
    ]);
  });

  it.each([
    ['Volunteer, Austin', ['Volunteer', 'Austin']],
    [
      ['Volunteer, Austin', ' Donor '],
      ['Volunteer, Austin', 'Donor'],
    ],
    ['Attendee', []],
    [null, []],
  ])('gives the tags of the row %j besides everybody’s', (tags, expected) => {
    const sent = toPersonToSend(listed({ tags }), mappingOf({}, 'tags'), 'Attendee');

    expect(sent.tags).toEqual(['Attendee', ...expected]);
  });

  it.each([
    [true, 'unsubscribed'],
    ['YES', 'unsubscribed'],
    [1, 'unsubscribed'],
    [false, undefined],
    ['no', undefined],
    [null, undefined],
  ])('takes consent back when the column says %j, and never gives it', (left, status) => {
    const { person } = toPersonToSend(
      listed({ left }),
      mappingOf({ unsubscribe: 'left' }, 'left'),
      undefined,
    );

    expect(person.email_addresses?.[0]?.status).toBe(status);
    expect(person.phone_numbers?.[0]?.status).toBe(status);
  });

  it('sends nobody of whom it cannot be told whether they unsubscribe', () => {
    const mapping = mappingOf({ unsubscribe: 'left' }, 'left');

    expect(toPersonToSend(listed({ left: 'perhaps' }), mapping, undefined).why_not).toBe(
      'the column of unsubscribe says neither yes nor no',
    );
  });
});
