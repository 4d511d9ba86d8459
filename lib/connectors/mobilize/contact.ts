import type { Person } from './rows.ts';

/** The one way to reach a person that Mobilize has of each kind; null where it has none or may not show it. */
export interface PersonContact {
  readonly email_address: string | null;
  readonly phone_number: string | null;
  readonly postal_code: string | null;
}

/**
 * Takes a person's contact out of its lists, which hold one element each, or none. An empty text is no contact: null.
 */
export function contactOf(person: Person | null | undefined): PersonContact {
  return {
    email_address: person?.email_addresses?.[0]?.address || null,
    phone_number: person?.phone_numbers?.[0]?.number || null,
    postal_code: person?.postal_addresses?.[0]?.postal_code || null,
  };
}
