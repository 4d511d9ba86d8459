import type { Person, Tag, Tagging } from './schema.ts';

// The columns that a table has even when it has no rows.

export const personColumns = [
  'id',
  'identifiers',
  'created_date',
  'modified_date',
  'given_name',
  'family_name',
  'languages_spoken',
  'email_addresses',
  'phone_numbers',
  'postal_addresses',
  'custom_fields',
] as const satisfies readonly (keyof Person)[];

export const tagColumns = [
  'id',
  'identifiers',
  'created_date',
  'modified_date',
  'name',
] as const satisfies readonly (keyof Tag)[];

export const taggingColumns = [
  'id',
  'identifiers',
  'created_date',
  'modified_date',
  'item_type',
  'person_id',
  'tag_id',
] as const satisfies readonly (keyof Tagging)[];
