import type { Person } from './person.ts';
import type { Tag, Tagging } from './tag-book.ts';

/** Where the API is on this server, such as `http://127.0.0.1:9100/api/v2`. */
export type ApiUrl = string;

export const curies = [
  { name: 'osdi', href: 'https://actionnetwork.org/docs/v2/{rel}', templated: true },
  { name: 'action_network', href: 'https://actionnetwork.org/docs/v2/{rel}', templated: true },
];

/** A person as HAL. The identifier of Action Network is not always the first one. */
export function personResource(person: Person, api: ApiUrl) {
  const self = `${api}/people/${person.uuid}`;
  const { email, phone, postalAddress } = person;
  return {
    identifiers: [...person.identifiers, `action_network:${person.uuid}`],
    created_date: dateOf(person.createdMs),
    modified_date: dateOf(person.modifiedMs),
    given_name: person.given_name ?? '',
    family_name: person.family_name ?? '',
    languages_spoken: person.languages_spoken,
    email_addresses: email === null ? [] : [{ primary: true, ...email }],
    phone_numbers:
      phone === null
        ? []
        : [{ primary: true, number: phone.number, number_type: 'Mobile', status: phone.status }],
    postal_addresses: postalAddress === null ? [] : [{ primary: true, ...postalAddress }],
    custom_fields: person.custom_fields,
    _links: {
      self: { href: self },
      'osdi:attendances': { href: `${self}/attendances` },
      'osdi:signatures': { href: `${self}/signatures` },
      'osdi:submissions': { href: `${self}/submissions` },
      'osdi:donations': { href: `${self}/donations` },
      'osdi:outreaches': { href: `${self}/outreaches` },
      'osdi:taggings': { href: `${self}/taggings` },
      curies,
    },
  };
}

export function tagResource({ uuid, name, createdMs }: Tag, api: ApiUrl) {
  const self = `${api}/tags/${uuid}`;
  return {
    identifiers: [`action_network:${uuid}`],
    created_date: dateOf(createdMs),
    modified_date: dateOf(createdMs),
    name,
    _links: { self: { href: self }, 'osdi:taggings': { href: `${self}/taggings` }, curies },
  };
}

export function taggingResource({ uuid, tagUuid, personUuid, createdMs }: Tagging, api: ApiUrl) {
  return {
    identifiers: [`action_network:${uuid}`],
    created_date: dateOf(createdMs),
    modified_date: dateOf(createdMs),
    item_type: 'osdi:person',
    _links: {
      self: { href: `${api}/tags/${tagUuid}/taggings/${uuid}` },
      'osdi:person': { href: `${api}/people/${personUuid}` },
      'osdi:tag': { href: `${api}/tags/${tagUuid}` },
      curies,
    },
  };
}

/** UTC with a precision of seconds, as Action Network writes times. */
export function dateOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
