import { mix } from '../../random.ts';
import { historyEnd, historyStart } from './events.ts';
import type { Person } from './types.ts';
import { areaCodes, choose, familyNames, givenNames, places } from './words.ts';

export const firstGeneratedPersonId = 70_000;
export const firstGeneratedUserId = 500_000;

/** The generated person with this number, counted from 0. */
export function generatedPerson(seed: number, number: number): Person {
  const hash = mix(seed ^ 0x9e4507, number);
  const created = historyStart + (hash % (historyEnd - historyStart));
  const given = choose(givenNames, hash);
  const family = choose(familyNames, hash >>> 5);
  const hasPhone = hash % 33 !== 0;
  return {
    id: firstGeneratedPersonId + number,
    person_id: firstGeneratedPersonId + number,
    user_id: firstGeneratedUserId + number,
    created_date: created,
    modified_date: created,
    given_name: given,
    family_name: family,
    email_addresses: [{ primary: true, address: emailOf(given, family, number) }],
    phone_numbers: [{ primary: true, number: hasPhone ? phoneOf(number) : '' }],
    postal_addresses: [{ primary: true, postal_code: choose(places, hash >>> 10).postalCode }],
    sms_opt_in_status: hash % 3 === 0 ? 'OPT_IN' : 'UNSPECIFIED',
    blocked_date: null,
  };
}

/** One address for each person. */
export function emailOf(given: string, family: string, number: number): string {
  const plain = `${given}.${family}`
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z.]/g, '');
  return `${plain}.${number}@example.org`;
}

/** Ten digits that a check of North American numbers accepts, one for each person below seven million. */
function phoneOf(number: number): string {
  const areaCode = choose(areaCodes, number);
  const exchange = 230 + (Math.floor(number / 100_000) % 70);
  const line = Math.floor(number / 10) % 10_000;
  return `${areaCode}${exchange}${String(line).padStart(4, '0')}`;
}
