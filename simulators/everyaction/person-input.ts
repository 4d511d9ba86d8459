import type { Address, Person } from './person.ts';

/** What a body says about a person. */
export type PersonInput = Pick<
  Person,
  'firstName' | 'lastName' | 'dateOfBirth' | 'emails' | 'phones' | 'addresses'
> & {
  readonly vanId: number | undefined;
};

/** Reads what it can: unknown names, values of another kind and objects in the place of lists count for nothing. */
export function readPerson(body: unknown): PersonInput {
  const { vanId, firstName, lastName, dateOfBirth, emails, phones, addresses } = Object(body);
  return {
    vanId: Number.isInteger(vanId) ? vanId : undefined,
    firstName: textOf(firstName),
    lastName: textOf(lastName),
    dateOfBirth: textOf(dateOfBirth),
    emails: present(listOf(emails).map(({ email }) => textOf(email)?.toLowerCase())),
    phones: present(listOf(phones).map(({ phoneNumber }) => bareNumber(textOf(phoneNumber)))),
    addresses: listOf(addresses).map(readAddress),
  };
}

function readAddress(address: Record<string, unknown>): Address {
  return {
    addressLine1: textOf(address.addressLine1),
    city: textOf(address.city),
    stateOrProvince: textOf(address.stateOrProvince),
    zipOrPostalCode: textOf(address.zipOrPostalCode),
  };
}

function bareNumber(phone: string | null): string | undefined {
  return phone?.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(Object) : [];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function present(texts: readonly (string | null | undefined)[]): string[] {
  return texts.filter((text): text is string => text !== null && text !== undefined && text !== '');
}
