/** Invented people and places; every e-mail address made of them ends in example.org. */
export const givenNames: readonly string[] = [
  'Ana',
  'Ben',
  'Carla',
  'Darnell',
  'Elena',
  'Farid',
  'Grace',
  'Hassan',
  'Ines',
  'Jamal',
  'Keiko',
  'Luis',
  'Maya',
  'Nadia',
  'Omar',
  'Priya',
  'Quinn',
  'Rosa',
  'Samir',
  'Tanya',
  'Uma',
  'Víctor',
  'Wanda',
  'Ximena',
  'Yusuf',
  'Zoë',
  'André',
  'Bronagh',
  'Chidi',
  'Dolores',
  'Esther',
  'Fernando',
];

export const familyNames: readonly string[] = [
  'Abbott',
  'Baptiste',
  'Castillo',
  'Dubois',
  'Eriksen',
  'Flores',
  'García',
  'Haddad',
  'Ibrahim',
  'Johnson',
  'Kim',
  'Lopez',
  'Murphy',
  'Nguyen',
  'Núñez',
  "O'Brien",
  'Patel',
  'Quintero',
  'Rivera',
  'Silva',
  'Tran',
  'Underwood',
  'Vargas',
  'Washington',
  'Xu',
  'Young',
  'Zimmermann',
  'St. John',
  'Müller',
  'de la Cruz',
  'Okafor',
  'Smith-Jones',
];

/** Where events are; mapping services know these places. */
export interface Place {
  readonly locality: string;
  readonly region: string;
  readonly postalCode: string;
  readonly timezone: string;
  readonly latitude: number;
  readonly longitude: number;
}

const place = (
  locality: string,
  region: string,
  postalCode: string,
  timezone: string,
  latitude: number,
  longitude: number,
): Place => ({ locality, region, postalCode, timezone, latitude, longitude });

export const places: readonly Place[] = [
  place('Austin', 'TX', '78737', 'America/Chicago', 30.18, -97.93),
  place('Cambridge', 'MA', '02139', 'America/New_York', 42.36, -71.1),
  place('Phoenix', 'AZ', '85004', 'America/Phoenix', 33.45, -112.07),
  place('Denver', 'CO', '80202', 'America/Denver', 39.75, -104.99),
  place('Oakland', 'CA', '94607', 'America/Los_Angeles', 37.8, -122.29),
  place('Detroit', 'MI', '48226', 'America/Detroit', 42.33, -83.05),
  place('Atlanta', 'GA', '30303', 'America/New_York', 33.75, -84.39),
  place('Anchorage', 'AK', '99501', 'America/Anchorage', 61.22, -149.88),
];

/** What happens at generated events. */
export interface EventKind {
  readonly type: string;
  readonly title: string;
  readonly isVirtual: boolean;
}

const kind = (type: string, title: string, isVirtual = false): EventKind => ({ type, title, isVirtual });

export const eventKinds: readonly EventKind[] = [
  kind('CANVASS', 'Saturday Canvass'),
  kind('PHONE_BANK', 'Evening Phonebank', true),
  kind('TEXT_BANK', 'Textbank Party', true),
  kind('VOTER_REG', 'Voter Registration Table'),
  kind('TRAINING', 'Volunteer Training', true),
  kind('FRIEND_TO_FRIEND_OUTREACH', 'Relational Organizing Hour', true),
  kind('COMMUNITY_CANVASS', 'Neighborhood Walk'),
  kind('RALLY', 'Rally at the Capitol'),
  kind('POSTCARD_WRITING', 'Postcard Writing'),
  kind('LITERATURE_DROP_OFF', 'Literature Drop'),
];

/** Area codes of the generated telephone numbers. */
export const areaCodes: readonly string[] = [
  '512',
  '617',
  '202',
  '415',
  '312',
  '213',
  '713',
  '404',
  '305',
  '206',
];

/** The element that a hash stands for. */
export function choose<T>(choices: readonly T[], hash: number): T {
  // The lists of this file have elements, and the index is below their number.
  return choices[hash % choices.length] as T;
}
