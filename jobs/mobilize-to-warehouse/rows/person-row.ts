import { contactOf, type Person } from '@movement-etl/lib/connectors/mobilize';
import { toDate } from './values.ts';

export type PersonRow = ReturnType<typeof flattenPerson>;

/** One person as one organization knows them. */
export function flattenPerson(person: Person, organizationId: number) {
  return {
    id: person.id ?? null,
    person_id: person.person_id ?? null,
    user_id: person.user_id ?? null,
    given_name: person.given_name ?? null,
    family_name: person.family_name ?? null,
    ...contactOf(person),
    sms_opt_in_status: person.sms_opt_in_status ?? null,
    blocked_date: toDate(person.blocked_date),
    organization_id: organizationId,
    created_date: toDate(person.created_date),
    modified_date: toDate(person.modified_date),
  };
}
