import { createHash } from 'node:crypto';
import { type PersonInput, toActionNetworkPhone } from '@movement-etl/lib/connectors/action-network';
import type { LoggedRow } from '@movement-etl/lib/delivery';
import type { Field, Mapping } from './mapping.ts';

/** A row of the list, as the query in people.ts returns it. */
export interface ListedPerson extends Omit<LoggedRow, 'payload_hash'> {
  readonly id: number;
  /** Another person in the list has the same number. */
  readonly phone_is_shared: boolean;
  /** The values of the mapped columns by name. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Somebody as Action Network is to have them. */
export interface PersonToSend extends LoggedRow {
  readonly id: number;
  readonly person: PersonInput;
  readonly tags: readonly string[];
  /** Why they cannot be sent. */
  readonly why_not: string | undefined;
}

const YES = ['true', 't', 'yes', 'y', '1'];
const NO = ['', 'false', 'f', 'no', 'n', '0'];

/** Applies the mapping. A number that somebody else has too is left out: Action Network would move it or merge the two. */
export function toPersonToSend(
  { id, phone_is_shared: phoneIsShared, values, ...last }: ListedPerson,
  mapping: Mapping,
  tag: string | undefined,
): PersonToSend {
  const textOf = (column: string | undefined) => (column === undefined ? '' : toText(values[column]));
  const rawOf = (field: Field) =>
    field === 'phone_number' && phoneIsShared ? '' : textOf(mapping.fields.get(field));
  const customFields = [...mapping.customFields].map(([name, column]) => [name, textOf(column)] as const);
  const unsubscribe = textOf(mapping.unsubscribe).trim().toLowerCase();
  const rowTags = toTags(mapping.tags === undefined ? undefined : values[mapping.tags]);

  const person = toPersonInput((field) => rawOf(field).trim() || undefined, {
    customFields,
    unsubscribes: YES.includes(unsubscribe),
  });
  return {
    id,
    person,
    tags: [...new Set([...(tag === undefined ? [] : [tag]), ...rowTags])],
    why_not: [...YES, ...NO].includes(unsubscribe)
      ? whyNot(person, phoneIsShared)
      : 'the column of unsubscribe says neither yes nor no',
    payload_hash: hash([
      ...[...mapping.fields.keys()].map(rawOf),
      ...customFields.map(([, value]) => value),
      ...(mapping.tags === undefined ? [] : [rowTags.join('\n')]),
      ...(mapping.unsubscribe === undefined ? [] : [unsubscribe]),
    ]),
    ...last,
  };
}

/** What is empty is not sent, so that it stays as it is there. */
function toPersonInput(
  filled: (field: Field) => string | undefined,
  {
    customFields,
    unsubscribes,
  }: { readonly customFields: readonly (readonly [string, string])[]; readonly unsubscribes: boolean },
): PersonInput {
  const status = unsubscribes ? { status: 'unsubscribed' as const } : {};
  const email = filled('email_address');
  const phone = toActionNetworkPhone(filled('phone_number')).number;
  const lines = filled('address');
  const address = withoutEmpty({
    address_lines: lines === undefined ? undefined : lines.split(/\s*\n\s*/),
    locality: filled('locality'),
    region: filled('region'),
    postal_code: filled('postal_code'),
    country: filled('country'),
  });
  const filledCustomFields = customFields.filter(([, value]) => value !== '');
  return withoutEmpty({
    given_name: filled('given_name'),
    family_name: filled('family_name'),
    email_addresses: email === undefined ? undefined : [{ address: email, ...status }],
    phone_numbers: phone === undefined ? undefined : [{ number: phone, ...status }],
    postal_addresses: Object.keys(address).length === 0 ? undefined : [address],
    custom_fields: filledCustomFields.length === 0 ? undefined : Object.fromEntries(filledCustomFields),
  });
}

function whyNot(person: PersonInput, phoneIsShared: boolean): string | undefined {
  if (person.email_addresses !== undefined || person.phone_numbers !== undefined) return undefined;
  return phoneIsShared
    ? 'no e-mail address, and the phone number is shared'
    : 'no e-mail address or usable phone number';
}

/** A list, or a text with commas between the tags. */
function toTags(value: unknown): readonly string[] {
  const tags = Array.isArray(value) ? value.map(toText) : toText(value).split(',');
  return tags.map((tag) => tag.trim()).filter((tag) => tag !== '');
}

/** Action Network's custom fields are texts. */
function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The same as in sql/transforms/010_users_to_sync.sql. */
function hash(values: readonly string[]): string {
  return createHash('md5').update(values.join('\u001f')).digest('hex');
}

function withoutEmpty<T extends object>(parts: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const filled = Object.entries(parts).filter(([, value]) => value !== undefined);
  // The fields that are undefined are left out, which a type cannot say of an optional field.
  return Object.fromEntries(filled) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
