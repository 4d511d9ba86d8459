import { createHash } from 'node:crypto';
import { ConfigError } from '@movement-etl/lib/errors';
import { z } from 'zod';

/**
 * The fields of a person, in the order in which they are hashed: the first five as in
 * sql/transforms/010_users_to_sync.sql.
 */
export const FIELDS = [
  'given_name',
  'family_name',
  'email_address',
  'phone_number',
  'postal_code',
  'address',
  'locality',
  'region',
  'country',
] as const;
export type Field = (typeof FIELDS)[number];

const column = z.string().min(1);
/** Null: not sent, although there is a column of that name. */
const columnOrNone = column.nullable().optional();

/** AN_MAPPING: which column goes to which field, where their names differ. */
export const mappingSchema = z.strictObject({
  id: column.optional(),
  ...(Object.fromEntries(FIELDS.map((field) => [field, columnOrNone])) as Record<Field, typeof columnOrNone>),
  tags: columnOrNone,
  unsubscribe: column.optional(),
  custom_fields: z.record(z.string().min(1), column).optional(),
});
export type MappingSetting = z.output<typeof mappingSchema>;

/** From which column each part of a person comes. What is not sent has none. */
export interface Mapping {
  readonly id: string;
  readonly fields: ReadonlyMap<Field, string>;
  /** By the name of the custom field, in the order of the names. */
  readonly customFields: ReadonlyMap<string, string>;
  readonly tags: string | undefined;
  readonly unsubscribe: string | undefined;
}

/**
 * Finds the columns of a mapping: those that it names, otherwise those that are called as the field is. Nobody is
 * unsubscribed because a column happens to be called so.
 *
 * @throws ConfigError that names every column that the query does not return, and a mapping without any address.
 */
export function resolveMapping(setting: MappingSetting, columns: readonly string[]): Mapping {
  const columnOf = (name: Field | 'tags') => {
    const named = setting[name];
    return named === undefined ? columns.find((known) => known === name) : (named ?? undefined);
  };
  const mapping: Mapping = {
    id: setting.id ?? 'mobilizeid',
    fields: new Map(
      FIELDS.flatMap((field) => {
        const found = columnOf(field);
        return found === undefined ? [] : [[field, found]];
      }),
    ),
    customFields: new Map(
      Object.entries(setting.custom_fields ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
    ),
    tags: columnOf('tags'),
    unsubscribe: setting.unsubscribe,
  };
  assertUsable(mapping, columns);
  return mapping;
}

/** Every column that is sent, each once. */
export function sentColumns({ fields, customFields, tags, unsubscribe }: Mapping): readonly string[] {
  const columns = [...fields.values(), ...customFields.values(), tags, unsubscribe];
  return [...new Set(columns.filter((name) => name !== undefined))];
}

/** Changes when other parts of a person are sent, or another tag; not with the data. */
export function hashMapping(mapping: Mapping, tag: string | undefined): string {
  const { fields, customFields, tags, unsubscribe } = mapping;
  const parts = [
    [...fields.keys()],
    [...customFields.keys()],
    tags !== undefined,
    unsubscribe !== undefined,
    tag ?? null,
  ];
  return createHash('md5').update(JSON.stringify(parts)).digest('hex');
}

function assertUsable(mapping: Mapping, columns: readonly string[]): void {
  const returned = `the query returns ${columns.join(', ')}`;
  const missing = [mapping.id, ...sentColumns(mapping)].filter((name) => !columns.includes(name));
  const problems = missing.map((name) => `there is no column ${name}: ${returned}; see AN_MAPPING`);
  if (!mapping.fields.has('email_address') && !mapping.fields.has('phone_number')) {
    problems.push(
      `no column is the email_address or the phone_number: ${returned}; name it so in AN_QUERY, or say in AN_MAPPING which it is`,
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
