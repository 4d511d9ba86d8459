import type { PersonInput } from '@movement-etl/lib/connectors/action-network';
import { PermanentError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import {
  parsePersonChanges,
  parsePersonInput,
} from '../../../../lib/connectors/action-network/person-input.ts';

type Email = NonNullable<PersonInput['email_addresses']>[number];
type Phone = NonNullable<PersonInput['phone_numbers']>[number];

const email_addresses = [{ address: 'ana+ev@example.org' }];
const phone_numbers = [{ number: '15125550101' }];

describe('parsePersonInput', () => {
  it('takes a person with a phone number only', () => {
    expect(parsePersonInput({ phone_numbers })).toEqual({ phone_numbers });
  });

  it('takes every documented field', () => {
    const person = {
      given_name: 'Ana',
      family_name: 'Núñez',
      email_addresses,
      phone_numbers,
      postal_addresses: [
        {
          address_lines: ['1 Main St'],
          locality: 'Cambridge',
          region: 'MA',
          postal_code: '02139',
          country: 'US',
        },
      ],
      languages_spoken: ['es'],
      custom_fields: { volunteer: 'yes' },
    };

    expect(parsePersonInput(person)).toEqual(person);
  });

  it('rejects an unknown field instead of turning it into a custom field', () => {
    // @ts-expect-error `tag` is what the training script passes; it does not compile here.
    const parse = () => parsePersonInput({ email_addresses, tag: 'Mobilize Event Attendee' });

    expect(parse).toThrow(PermanentError);
    expect(parse).toThrow(/"tag"/);
  });

  it('cannot give consent, so that nobody is subscribed by accident', () => {
    // @ts-expect-error Only `unsubscribed` can be sent.
    const email: Email = { address: 'a@example.org', status: 'subscribed' };
    // @ts-expect-error Only `unsubscribed` can be sent.
    const phone: Phone = { number: '15125550101', status: 'subscribed' };

    const withEmailStatus = () => parsePersonInput({ email_addresses: [email] });
    const withPhoneStatus = () => parsePersonInput({ phone_numbers: [phone] });

    expect(withEmailStatus).toThrow(/status/);
    expect(withPhoneStatus).toThrow(/status/);
  });

  it('has no foreign identifiers, which could never be removed again', () => {
    // @ts-expect-error Only `unsubscribed` can be sent.
    expect(() => parsePersonInput({ email_addresses, identifiers: ['mobilize:71'] })).toThrow(
      /"identifiers"/,
    );
  });

  it.each([
    ['no contact', { given_name: 'Ana' }, /an e-mail address or a phone number is needed/],
    [
      'empty contact lists',
      { email_addresses: [], phone_numbers: [] },
      /an e-mail address or a phone number is needed/,
    ],
    [
      'punctuation in a phone number',
      { phone_numbers: [{ number: '(512) 555-0101' }] },
      /phone_numbers\.0\.number: must be 10 to 15 digits/,
    ],
    ['two phone numbers', { phone_numbers: [...phone_numbers, { number: '15125550102' }] }, /phone_numbers/],
    [
      'an e-mail address without domain',
      { email_addresses: [{ address: 'ana' }] },
      /email_addresses\.0\.address: must be an e-mail/,
    ],
    ['an empty name, which would overwrite a good one', { email_addresses, given_name: ' ' }, /given_name/],
  ])('rejects %s', (_what, person, problem) => {
    expect(() => parsePersonInput(person)).toThrow(problem);
  });

  it('names the wrong fields without their values', () => {
    const parse = () =>
      parsePersonInput({
        email_addresses: [{ address: 'canary(at)example' }],
        phone_numbers: [{ number: 'x5125550101' }],
      });

    expect(parse).toThrow(/email_addresses\.0\.address.*phone_numbers\.0\.number/);
    expect(parse).not.toThrow(/canary|5125550101/);
  });
});

describe('parsePersonChanges', () => {
  it('takes null to clear a name or a custom field', () => {
    const changes = { family_name: null, custom_fields: { volunteer: null } };

    expect(parsePersonChanges(changes)).toEqual(changes);
  });

  it('needs no e-mail address or phone number, because the person is known', () => {
    expect(parsePersonChanges({ given_name: 'Ana' })).toEqual({ given_name: 'Ana' });
  });
});
