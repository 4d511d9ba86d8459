import { normalizePhone, type Person } from './person.ts';
import { dateOf } from './resources.ts';

type FieldReader = (person: Person) => readonly string[];

/** The fields by which people can be found. Source: actionnetwork.org/docs/v2/people, stored 2026-08-05. */
const fields: Readonly<Record<string, FieldReader>> = {
  identifier: ({ identifiers, uuid }) => [...identifiers, `action_network:${uuid}`],
  created_date: ({ createdMs }) => [dateOf(createdMs)],
  modified_date: ({ modifiedMs }) => [dateOf(modifiedMs)],
  family_name: ({ family_name }) => [family_name ?? ''],
  given_name: ({ given_name }) => [given_name ?? ''],
  email_address: ({ email }) => (email === null ? [] : [email.address]),
  phone_number: ({ phone }) => (phone === null ? [] : [phone.number]),
  region: ({ postalAddress }) => [postalAddress?.region ?? ''],
  postal_code: ({ postalAddress }) => [postalAddress?.postal_code ?? ''],
};

const term = /^\s*(\w+)\s+(eq|gt|lt)\s+'((?:[^']|'')*)'\s*(?:and\s+(?=\w)|$)/;

/**
 * A test for `<field> <eq|gt|lt> '<value>'`, joined by `and`; a quote inside a value is doubled. Undefined when the text is
 * something else or names another field.
 */
export function parseFilter(text: string): ((person: Person) => boolean) | undefined {
  const tests: Array<(person: Person) => boolean> = [];
  let rest = text;
  while (rest.trim() !== '') {
    const [all = '', name = '', operator = '', quoted = ''] = term.exec(rest) ?? [];
    const read = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (read === undefined) return undefined;
    const value = normalize(name, quoted.replaceAll("''", "'"));
    tests.push((person) => read(person).some((own) => compare(normalize(name, own), operator, value)));
    rest = rest.slice(all.length);
  }
  return tests.length === 0 ? undefined : (person) => tests.every((test) => test(person));
}

function compare(own: string, operator: string, value: string): boolean {
  if (operator === 'gt') return own > value;
  return operator === 'lt' ? own < value : own === value;
}

function normalize(name: string, value: string): string {
  if (name === 'phone_number') return normalizePhone(value);
  if (name === 'created_date' || name === 'modified_date') {
    const ms = Date.parse(value);
    return Number.isNaN(ms) ? value : dateOf(ms);
  }
  return value.toLowerCase();
}
