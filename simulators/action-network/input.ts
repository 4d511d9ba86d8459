import { z } from 'zod';
import { AnswerError } from './answer-error.ts';
import { normalizeEmail, normalizePhone, type PostalAddress } from './person.ts';

const status = z.enum(['subscribed', 'unsubscribed']).optional();
const text = z.string().nullable().optional();
const personBody = z.looseObject({
  given_name: text,
  family_name: text,
  email_addresses: z
    .array(z.looseObject({ address: z.string(), status, primary: z.boolean().optional() }))
    .optional(),
  phone_numbers: z
    .array(z.looseObject({ number: z.coerce.string(), status, primary: z.boolean().optional() }))
    .optional(),
  postal_addresses: z
    .array(
      z.looseObject({
        address_lines: z.array(z.string()).nullable().optional(),
        locality: text,
        region: text,
        postal_code: text,
        country: text,
      }),
    )
    .optional(),
  languages_spoken: z.array(z.string()).optional(),
  custom_fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  identifiers: z.array(z.string()).optional(),
});
const names = z.array(z.string()).default([]);
const helperBody = z.looseObject({ person: personBody, add_tags: names, remove_tags: names });

type Nullable<T> = { readonly [Key in keyof T]?: T[Key] | null };

/** A person as posted: absent stays, null clears. */
export interface PersonInput {
  readonly given_name?: string | null | undefined;
  readonly family_name?: string | null | undefined;
  readonly email?: { readonly address: string; readonly status?: string | undefined } | undefined;
  readonly phone?: { readonly number: string; readonly status?: string | undefined } | undefined;
  readonly postalAddress?: Nullable<PostalAddress> | undefined;
  readonly languages_spoken?: readonly string[] | undefined;
  readonly custom_fields: Readonly<Record<string, string | null>>;
  readonly identifiers: readonly string[];
}

export interface HelperInput {
  readonly person: PersonInput;
  readonly addTags: readonly string[];
  readonly removeTags: readonly string[];
}

/** The body of the person signup helper. @throws AnswerError as with `badInputStatus` */
export function readHelperBody(body: unknown, badInputStatus: number): HelperInput {
  const parsed = helperBody.safeParse(body);
  if (!parsed.success) throw new AnswerError(badInputStatus, 'You must specify a person');
  const person = toInput(parsed.data.person, badInputStatus);
  if (person.email === undefined && person.phone === undefined) {
    throw new AnswerError(badInputStatus, 'You must specify an email address or a phone number');
  }
  return { person, addTags: parsed.data.add_tags, removeTags: parsed.data.remove_tags };
}

/** The body of an update by id, whose fields are at the top level. @throws AnswerError */
export function readPersonBody(body: unknown, badInputStatus: number): PersonInput {
  const parsed = personBody.safeParse(body);
  if (!parsed.success) throw new AnswerError(badInputStatus, 'The person is not valid');
  return toInput(parsed.data, badInputStatus);
}

function toInput(body: z.output<typeof personBody>, badInputStatus: number): PersonInput {
  const email = primaryOf(body.email_addresses);
  const phone = primaryOf(body.phone_numbers);
  if (email !== undefined && !z.email().safeParse(normalizeEmail(email.address)).success) {
    throw new AnswerError(badInputStatus, 'Email address is invalid');
  }
  if (phone !== undefined && normalizePhone(phone.number).length < 10) {
    throw new AnswerError(badInputStatus, 'Phone number is invalid');
  }
  return {
    given_name: body.given_name,
    family_name: body.family_name,
    email: email && { address: normalizeEmail(email.address), status: email.status },
    phone: phone && { number: normalizePhone(phone.number), status: phone.status },
    postalAddress: body.postal_addresses?.[0],
    languages_spoken: body.languages_spoken,
    custom_fields: Object.fromEntries(
      Object.entries(body.custom_fields ?? {}).map(([name, value]) => [
        name,
        value === null ? null : String(value),
      ]),
    ),
    identifiers: body.identifiers ?? [],
  };
}

function primaryOf<T extends { primary?: boolean | undefined }>(list: readonly T[] = []): T | undefined {
  return list.find((entry) => entry.primary === true) ?? list[0];
}
