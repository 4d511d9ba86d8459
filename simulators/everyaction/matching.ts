import type { Person } from './person.ts';
import type { PersonInput } from './person-input.ts';

/**
 * The person that find and findOrCreate take these data for. Undefined when nobody matches, and also when the data are below
 * the threshold: first and last name alone are. Of several, a search with names gives the one with the lowest id, one
 * without them the one with the highest.
 */
export function findMatch(people: readonly Person[], input: PersonInput): Person | undefined {
  const hasNames = input.firstName !== null && input.lastName !== null;
  const candidates = people.filter((person) => isMatch(person, input, hasNames));
  return hasNames ? candidates[0] : candidates.at(-1);
}

function isMatch(person: Person, input: PersonInput, hasNames: boolean): boolean {
  const sameEmail = person.emails.some((email) => input.emails.includes(email));
  const samePhone = person.phones.some((phone) => input.phones.includes(phone));
  if (!hasNames) return sameEmail || samePhone;
  if (!same(person.firstName, input.firstName) || !same(person.lastName, input.lastName)) return false;
  return sameEmail || samePhone || hasSameHome(person, input);
}

/** The same zip code, and the same date of birth or the same street. */
function hasSameHome(person: Person, { addresses, dateOfBirth }: PersonInput): boolean {
  return addresses.some(({ zipOrPostalCode, addressLine1 }) =>
    person.addresses.some((known) => {
      if (zipOrPostalCode === null || zip5(known.zipOrPostalCode) !== zip5(zipOrPostalCode)) return false;
      const sameBirth = dateOfBirth !== null && person.dateOfBirth === dateOfBirth;
      return sameBirth || (addressLine1 !== null && same(known.addressLine1, addressLine1));
    }),
  );
}

function zip5(zip: string | null): string | undefined {
  return zip?.slice(0, 5);
}

function same(one: string | null, other: string | null): boolean {
  return one?.toLowerCase() === other?.toLowerCase();
}
