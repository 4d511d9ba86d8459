/** The nine fields that the people collection can be filtered by. Tags cannot be filtered at all. */
export type PersonFilterField =
  | 'identifier'
  | 'created_date'
  | 'modified_date'
  | 'family_name'
  | 'given_name'
  | 'email_address'
  | 'phone_number'
  | 'region'
  | 'postal_code';

export type PersonFilterOperator = 'eq' | 'gt' | 'lt';

/** One comparison. A date is sent in UTC with whole seconds, the precision that Action Network keeps. */
export interface PersonCondition {
  readonly field: PersonFilterField;
  readonly op: PersonFilterOperator;
  readonly value: string | Date;
}

/**
 * Writes the conditions, joined by `and`, as the value of the `filter` parameter, not yet URL-encoded.
 * Undefined without conditions. A quote inside a value is doubled.
 *
 * Source: https://actionnetwork.org/docs/v2/ (filtering), read 2026-08-05; joining and quotes: live tests of
 * lemniscus/osdi-client.
 */
export function toFilterExpression(conditions: readonly PersonCondition[]): string | undefined {
  if (conditions.length === 0) return undefined;
  return conditions.map(({ field, op, value }) => `${field} ${op} '${toFilterValue(value)}'`).join(' and ');
}

function toFilterValue(value: string | Date): string {
  const text = typeof value === 'string' ? value : value.toISOString().replace(/\.\d+Z$/, 'Z');
  return text.replaceAll("'", "''");
}
