import type { Person } from './person.ts';

export interface Code {
  readonly codeId: number;
  readonly parentCodeId: number | null;
  readonly name: string;
  readonly codeType: string;
}

export interface ActivistCode {
  readonly activistCodeId: number;
  readonly name: string;
}

export const firstVanId = 101_001;

export const seedCodes: readonly Code[] = [
  { codeId: 1001, parentCodeId: null, name: 'Mobilize', codeType: 'SourceCode' },
  { codeId: 1002, parentCodeId: 1001, name: 'Mobilize event', codeType: 'SourceCode' },
  { codeId: 1003, parentCodeId: null, name: 'Do not share', codeType: 'Tag' },
];

export const seedActivistCodes: readonly ActivistCode[] = [
  { activistCodeId: 2001, name: 'Event attendee' },
  { activistCodeId: 2002, name: 'Volunteer leader' },
];

const names = [
  ['Ana', 'Okafor'],
  ['Ben', 'Silva'],
  ['Chi', 'Nguyen'],
  ['Dee', 'Okafor'],
  ['Eli', 'Marsh'],
  ['Fay', 'Ito'],
] as const;

/** The people at the start. The first and the fourth live together and share a phone number. */
export function seedPeople(): Person[] {
  return names.map(([firstName, lastName], index) => ({
    vanId: firstVanId + index,
    firstName,
    lastName,
    dateOfBirth: `19${60 + index}-05-01`,
    emails: [`${firstName}.${lastName}@example.org`.toLowerCase()],
    phones: [index % 3 === 0 ? '5125550100' : `512555020${index}`],
    addresses: [
      { addressLine1: `${index} Main St`, city: 'Austin', stateOrProvince: 'TX', zipOrPostalCode: '78701' },
    ],
    createdMs: 0,
  }));
}
