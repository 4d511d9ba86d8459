import { z } from 'zod';

const IDENTIFIER_PREFIX = 'action_network:';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);
const number = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

/** Exactly one identifier is Action Network's own; the others are foreign, and it may stand anywhere among them. */
const identifiers = z.array(z.string()).refine((all) => ownIdentifier(all) !== undefined, {
  message: `no identifier starts with ${IDENTIFIER_PREFIX}`,
});

const resource = { identifiers, created_date: text, modified_date: text };

const personFields = z.object({
  ...resource,
  given_name: text,
  family_name: text,
  languages_spoken: list(z.string()),
  email_addresses: list(z.object({ primary: flag, address: text, status: text })),
  phone_numbers: list(z.object({ primary: flag, number: text, number_type: text, status: text })),
  postal_addresses: list(
    z.object({
      primary: flag,
      address_lines: list(text),
      locality: text,
      region: text,
      postal_code: text,
      country: text,
      location: z
        .object({ latitude: number, longitude: number, accuracy: text })
        .nullish()
        .transform((value) => value ?? null),
    }),
  ),
  custom_fields: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((value) => value ?? {}),
});

const tagFields = z.object({ ...resource, name: z.string() });

const link = z.object({ href: z.string() });

const taggingFields = z.object({
  ...resource,
  item_type: text,
  _links: z.object({ 'osdi:person': link.optional(), 'osdi:tag': link.optional() }),
});

/** A person as Action Network answers; `id` is the uuid of its own identifier. What is absent is null or empty. */
export const personSchema = personFields.transform(withId);

/** A tag of the group; `id` is the uuid of its own identifier. */
export const tagSchema = tagFields.transform(withId);

/** A tag on a person; the two ids are the last parts of the links. */
export const taggingSchema = taggingFields.transform(({ _links: links, ...fields }) => ({
  ...withId(fields),
  person_id: lastPathPart(links['osdi:person']?.href),
  tag_id: lastPathPart(links['osdi:tag']?.href),
}));

/** The entry point names the collections that the key may use, see `checkCredentials`. */
export const entryPointSchema = z.object({ _links: z.record(z.string(), z.unknown()) });

export const deletedSchema = z.object({ notice: z.string() });

export type Person = z.output<typeof personSchema>;
export type Tag = z.output<typeof tagSchema>;
export type Tagging = z.output<typeof taggingSchema>;

function withId<T extends { identifiers: string[] }>(fields: T): { id: string } & T {
  return { id: ownIdentifier(fields.identifiers) ?? '', ...fields };
}

function ownIdentifier(all: readonly string[]): string | undefined {
  const own = all.find((identifier) => identifier.startsWith(IDENTIFIER_PREFIX));
  return own?.slice(IDENTIFIER_PREFIX.length) || undefined;
}

function lastPathPart(href: string | undefined): string | null {
  return href?.split('/').filter(Boolean).at(-1) ?? null;
}
