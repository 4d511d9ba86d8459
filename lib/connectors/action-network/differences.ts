import type { PersonChanges, PersonInput } from './person-input.ts';
import type { Person } from './schema.ts';

/** A field of which Action Network answered another value than the one sent. */
export type KeptField = 'email_addresses' | 'phone_numbers';

/** A sent field whose value is another one there. Both values are personal data. */
export interface FieldDifference {
  /** As Action Network spells it; parts of lists and custom fields with a dot: `postal_addresses.postal_code`. */
  readonly field: string;
  /** Null: nothing is there. */
  readonly there: string | null;
  readonly sent: string;
}

/**
 * Compares the answer with what was sent: Action Network answers success and silently keeps the old e-mail address or
 * phone number where the new one belongs to somebody else. Field names only, so that the result may be logged.
 */
export function findKeptFields(sent: PersonChanges, answered: Person): KeptField[] {
  const { email_addresses, phone_numbers } = sent;
  const differing = findDifferences({ email_addresses, phone_numbers }, answered).map(({ field }) => field);
  const kept: readonly KeptField[] = ['email_addresses', 'phone_numbers'];
  return kept.filter((field) => differing.includes(field));
}

/**
 * What writing these data would change of a person; undefined: there is no such person yet. What is not sent is not
 * compared, nor is another spelling of the same address or number a difference.
 */
export function findDifferences(sent: PersonInput, there: Person | undefined): FieldDifference[] {
  const email = sent.email_addresses?.[0];
  const phone = sent.phone_numbers?.[0];
  const sameEmail = (one: string, other: string) => comparableEmail(one) === comparableEmail(other);
  const samePhone = (one: string, other: string) => comparablePhone(one) === comparablePhone(other);
  const emailThere =
    there?.email_addresses.find(({ address }) => sameEmail(address ?? '', email?.address ?? '')) ??
    there?.email_addresses[0];
  const phoneThere =
    there?.phone_numbers.find(({ number }) => samePhone(number ?? '', phone?.number ?? '')) ??
    there?.phone_numbers[0];
  const fields = [
    field('given_name', sent.given_name, there?.given_name),
    field('family_name', sent.family_name, there?.family_name),
    field('email_addresses', email?.address, emailThere?.address, sameEmail),
    field('email_addresses.status', email?.status, emailThere?.status),
    field('phone_numbers', phone?.number, phoneThere?.number, samePhone),
    field('phone_numbers.status', phone?.status, phoneThere?.status),
    field('languages_spoken', sent.languages_spoken?.join(), there?.languages_spoken.join()),
    ...addressFields(sent.postal_addresses?.[0], there?.postal_addresses[0]),
    ...Object.entries(sent.custom_fields ?? {}).map(([name, value]) =>
      field(`custom_fields.${name}`, value, customField(there, name)),
    ),
  ];
  return fields.filter((difference) => difference !== undefined);
}

type Address = NonNullable<PersonInput['postal_addresses']>[number];

function addressFields(sent: Address = {}, there?: Person['postal_addresses'][number]) {
  const lines = there?.address_lines.filter((line) => line !== null).join('\n') || null;
  return [
    field('postal_addresses.address_lines', sent.address_lines?.join('\n'), lines),
    ...(['locality', 'region', 'postal_code', 'country'] as const).map((name) =>
      field(`postal_addresses.${name}`, sent[name], there?.[name]),
    ),
  ];
}

/** Undefined where nothing is sent, or the same is there. */
function field(
  name: string,
  sent: string | undefined | null,
  there: string | null = null,
  isSame = (one: string, other: string) => one === other,
): FieldDifference | undefined {
  if (sent === undefined || sent === null) return undefined;
  return isSame(there ?? '', sent) ? undefined : { field: name, there, sent };
}

/** Texts, as far as is known; a number would be compared by its text. */
function customField(person: Person | undefined, name: string): string | null {
  const value = person?.custom_fields[name];
  return value === undefined || value === null ? null : String(value);
}

function comparableEmail(address: string): string {
  return address.trim().toLowerCase();
}

/** The country code 1 may be there or not. */
function comparablePhone(number: string): string {
  return number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}
