import { findDifferences, type Person, type PersonInput } from '@movement-etl/lib/connectors/action-network';
import { expect, it } from 'vitest';
import { personSchema } from '../../../../lib/connectors/action-network/schema.ts';
import { golden } from './golden.ts';

const ana: Person = personSchema.parse(golden('person'));

it.each<[string, PersonInput]>([
  ['the same data', { given_name: 'Ana', postal_addresses: [{ postal_code: '02139' }] }],
  ['another spelling of the address', { email_addresses: [{ address: 'Ana+EV@Example.org' }] }],
  ['another spelling of the number', { phone_numbers: [{ number: '5125550101' }] }],
  ['the same custom field', { custom_fields: { volunteer: 'yes' } }],
  [
    'the same refusal of text messages',
    { phone_numbers: [{ number: '15125550101', status: 'unsubscribed' }] },
  ],
  ['nothing', {}],
])('%s would change nothing', (_what, sent) => {
  expect(findDifferences(sent, ana)).toEqual([]);
});

it('names what writing would change, field by field', () => {
  const sent: PersonInput = {
    given_name: 'Anna',
    family_name: 'Núñez',
    email_addresses: [{ address: 'ana+ev@example.org', status: 'unsubscribed' }],
    postal_addresses: [{ locality: 'Boston', region: 'MA' }],
    custom_fields: { volunteer: 'no', hub: 'North' },
  };

  expect(findDifferences(sent, ana)).toEqual([
    { field: 'given_name', there: 'Ana', sent: 'Anna' },
    { field: 'email_addresses.status', there: 'subscribed', sent: 'unsubscribed' },
    { field: 'postal_addresses.locality', there: 'Cambridge', sent: 'Boston' },
    { field: 'custom_fields.volunteer', there: 'yes', sent: 'no' },
    { field: 'custom_fields.hub', there: null, sent: 'North' },
  ]);
});

it('of somebody who is not there is all that is sent', () => {
  expect(
    findDifferences({ given_name: 'Ana', email_addresses: [{ address: 'a@example.org' }] }, undefined),
  ).toEqual([
    { field: 'given_name', there: null, sent: 'Ana' },
    { field: 'email_addresses', there: null, sent: 'a@example.org' },
  ]);
});
