/** A person as stored; the lists grow and never shrink. */
export interface Person {
  readonly vanId: number;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly dateOfBirth: string | null;
  readonly emails: readonly string[];
  /** Ten digits where the number is one of ten digits. */
  readonly phones: readonly string[];
  readonly addresses: readonly Address[];
  readonly createdMs: number;
}

export interface Address {
  readonly addressLine1: string | null;
  readonly city: string | null;
  readonly stateOrProvince: string | null;
  readonly zipOrPostalCode: string | null;
}

/** Lists that a person here never has anything in. Source: what move-coop/parsons asks for, `ngpvan/people.py` of 6.1. */
const emptyExpansions = [
  'customFields',
  'contributionHistory',
  'externalIds',
  'preferences',
  'recordedAddresses',
  'reportedDemographics',
  'suppressions',
  'cases',
  'customProperties',
  'districts',
  'electionRecords',
  'membershipStatuses',
  'notes',
  'organizationRoles',
  'scores',
  'disclosureFieldValues',
] as const;
/** Which lists an answer has; the others are null. */
export const expansions = ['phones', 'emails', 'addresses', 'codes', ...emptyExpansions] as const;
export type Expansion = (typeof expansions)[number];

/** A person as the API answers: lists that were not asked for are null, not empty. */
export function personJson(person: Person, expand: ReadonlySet<string>, codes: readonly object[]) {
  const { vanId, firstName, lastName, dateOfBirth } = person;
  return {
    vanId,
    firstName,
    middleName: null,
    lastName,
    dateOfBirth: dateOfBirth === null ? null : `${dateOfBirth}T00:00:00Z`,
    emails: expand.has('emails')
      ? person.emails.map((email, index) => ({
          email,
          type: 'P',
          isPreferred: index === 0,
          isSubscribed: true,
        }))
      : null,
    phones: expand.has('phones')
      ? person.phones.map((phoneNumber, index) => ({
          phoneId: vanId * 10 + index,
          phoneNumber,
          phoneType: null,
          ext: null,
          isPreferred: index === 0,
          phoneOptInStatus: 'U',
        }))
      : null,
    addresses: expand.has('addresses')
      ? person.addresses.map((address, index) => ({
          ...address,
          countryCode: 'US',
          isPreferred: index === 0,
        }))
      : null,
    codes: expand.has('codes') ? codes : null,
    ...Object.fromEntries(emptyExpansions.map((name) => [name, expand.has(name) ? [] : null])),
  };
}
