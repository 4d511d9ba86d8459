import type { PersonChanges } from './person-input.ts';
import type { Person } from './schema.ts';

/** A field of which Action Network answered another value than the one sent. */
export type KeptField = 'email_addresses' | 'phone_numbers';

/**
 * Compares the answer with what was sent: Action Network answers success and silently keeps the old e-mail address or
 * phone number where the new one belongs to somebody else. Field names only, so that the result may be logged.
 */
export function findKeptFields(sent: PersonChanges, answered: Person): KeptField[] {
  const kept: KeptField[] = [];
  const email = sent.email_addresses?.[0]?.address;
  const phone = sent.phone_numbers?.[0]?.number;
  const emails = answered.email_addresses.map(({ address }) => comparableEmail(address ?? ''));
  const phones = answered.phone_numbers.map(({ number }) => comparablePhone(number ?? ''));
  if (email !== undefined && !emails.includes(comparableEmail(email))) kept.push('email_addresses');
  if (phone !== undefined && !phones.includes(comparablePhone(phone))) kept.push('phone_numbers');
  return kept;
}

function comparableEmail(address: string): string {
  return address.trim().toLowerCase();
}

/** The country code 1 may be there or not. */
function comparablePhone(number: string): string {
  return number.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '');
}
