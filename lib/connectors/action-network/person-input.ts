import { z } from 'zod';
import { PermanentError } from '../../errors/index.ts';

/** An empty text would overwrite what Action Network has; leaving the field out keeps it. */
const filledText = z.string().trim().min(1);

/** Consent can be taken back with somebody's data, never given. */
const takenBack = z.literal('unsubscribed').optional();

const emailAddress = z.strictObject({
  address: filledText.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
  status: takenBack,
  primary: z.boolean().optional(),
});

const phoneNumber = z.strictObject({
  /** Digits only, see `toActionNetworkPhone`. */
  number: z.string().regex(/^\d{10,15}$/, 'must be 10 to 15 digits'),
  number_type: z.literal('Mobile').optional(),
  status: takenBack,
  primary: z.boolean().optional(),
});

const postalAddress = z.strictObject({
  address_lines: z.array(filledText).readonly().optional(),
  locality: filledText.optional(),
  region: filledText.optional(),
  postal_code: filledText.optional(),
  country: filledText.optional(),
  primary: z.boolean().optional(),
});

/** An activist has one e-mail address and one mobile number; a second one would replace the first. */
const contact = {
  email_addresses: z.array(emailAddress).max(1).readonly().optional(),
  phone_numbers: z.array(phoneNumber).max(1).readonly().optional(),
  postal_addresses: z.array(postalAddress).readonly().optional(),
  languages_spoken: z.array(filledText).readonly().optional(),
};

const personInput = z
  .strictObject({
    ...contact,
    given_name: filledText.optional(),
    family_name: filledText.optional(),
    custom_fields: z.record(filledText, z.string()).optional(),
  })
  .refine(hasContact, 'an e-mail address or a phone number is needed');

const personChanges = z.strictObject({
  ...contact,
  given_name: filledText.nullable().optional(),
  family_name: filledText.nullable().optional(),
  custom_fields: z.record(filledText, z.string().nullable()).optional(),
});

/**
 * A person to create or update, spelt as Action Network documents it; an e-mail address or a phone number is needed,
 * a field left out keeps its value.
 *
 * Two things are left out on purpose. The `status` of an e-mail or phone can only be `unsubscribed`: sending `subscribed`
 * can bring somebody back who had left, or opt a phone into text messages without consent. There are no foreign
 * `identifiers`: they can never be removed again.
 *
 * Source: https://actionnetwork.org/docs/v2/person_signup_helper, read 2026-08-05.
 */
export type PersonInput = z.input<typeof personInput>;

/** Changes of a known person. Null clears a name or a custom field; a field left out keeps its value. */
export type PersonChanges = z.input<typeof personChanges>;

/** @throws PermanentError that names every wrong field, without its value */
export function parsePersonInput(input: PersonInput): PersonInput {
  return parse(personInput, input);
}

/** @throws PermanentError that names every wrong field, without its value */
export function parsePersonChanges(changes: PersonChanges): PersonChanges {
  return parse(personChanges, changes);
}

function hasContact(person: { email_addresses?: readonly unknown[]; phone_numbers?: readonly unknown[] }) {
  return (person.email_addresses?.length ?? 0) + (person.phone_numbers?.length ?? 0) > 0;
}

function parse<S extends z.ZodType>(schema: S, input: z.input<S>): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) =>
    [path.join('.'), message].filter(Boolean).join(': '),
  );
  throw new PermanentError(`The person cannot be sent to Action Network: ${problems.join('; ')}`, {
    facts: { source: 'action-network', problemCount: problems.length },
  });
}
