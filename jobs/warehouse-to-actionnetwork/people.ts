import type { Table } from '@movement-etl/lib/table';
import { quoteIdentifier, type Session } from '@movement-etl/lib/warehouse';
import { hashMapping, type Mapping, type MappingSetting, resolveMapping, sentColumns } from './mapping.ts';
import { type ListedPerson, type PersonToSend, toPersonToSend } from './person-to-send.ts';

/** Who is to be in Action Network, and with what. */
export interface ListOptions {
  /** SQL that returns the people. */
  readonly query: string;
  /** The name of the list in the log. */
  readonly name: string;
  readonly mapping: MappingSetting;
  /** The tag that everybody gets. */
  readonly tag: string | undefined;
}

/** A list whose query was looked at. */
export interface PeopleList {
  readonly name: string;
  /** Fit to stand in brackets. */
  readonly sql: string;
  readonly mapping: Mapping;
  readonly mappingHash: string;
  readonly tag: string | undefined;
}

/** @throws ConfigError when the mapping does not fit the columns of the query. PermanentError when the query is wrong. */
export async function openList(
  warehouse: Session,
  { query, name, mapping: setting, tag }: ListOptions,
): Promise<PeopleList> {
  const sql = query.trim().replace(/;\s*$/, '');
  const columns = (await warehouse.describe(sql)).map((column) => column.name);
  const mapping = resolveMapping(setting, columns);
  return { name, sql, mapping, mappingHash: hashMapping(mapping, tag), tag };
}

/** Everybody in the list once, by id, with what the log knows of them. Streams through a cursor. */
export function readPeople(warehouse: Session, list: PeopleList): Table<PersonToSend> {
  return warehouse
    .query<Row>(peopleSql(list.sql, list.mapping), [list.name, list.mappingHash])
    .mapRows((row) => toPersonToSend(toListedPerson(row, list.mapping), list.mapping, list.tag));
}

export async function countPeople(warehouse: Session, { sql, mapping }: PeopleList): Promise<number> {
  const { rows } = await warehouse.execute<{ people: number }>(
    `SELECT COUNT(DISTINCT ${quoteIdentifier(mapping.id)}) AS people FROM (\n${sql}\n) AS source`,
    [],
  );
  return Number(rows[0]?.people ?? 0);
}

interface Row extends Omit<ListedPerson, 'values'> {
  readonly [column: `value_${number}`]: unknown;
}

function toListedPerson(row: Row, mapping: Mapping): ListedPerson {
  const { id, phone_is_shared, last_outcome, last_payload_hash, last_attempt } = row;
  const values = Object.fromEntries(
    sentColumns(mapping).map((column, index) => [column, row[`value_${index}`]]),
  );
  return { id, phone_is_shared, last_outcome, last_payload_hash, last_attempt, values };
}

/**
 * The first row of each person wins. What was sent with another mapping has no hash here, so that it is sent again.
 * The query stands on lines of its own, so that a comment at its end does not swallow the bracket.
 */
function peopleSql(query: string, mapping: Mapping): string {
  const values = sentColumns(mapping).map((column, index) => `${quoteIdentifier(column)} AS value_${index}`);
  const id = quoteIdentifier(mapping.id);
  const phone = mapping.fields.get('phone_number');
  const digits =
    phone === undefined
      ? "''"
      : `RIGHT(TRANSLATE(CAST(${quoteIdentifier(phone)} AS VARCHAR(65535)), ' ()+-./', ''), 10)`;
  const order = (['email_address', 'phone_number'] as const).flatMap(
    (field) => mapping.fields.get(field) ?? [],
  );
  return `
WITH source AS (
${query}
),
person AS (
  SELECT CAST(${id} AS BIGINT) AS id, ${values.join(', ')}, ${digits} AS phone_digits,
    ROW_NUMBER() OVER (PARTITION BY ${id} ORDER BY ${order.map(quoteIdentifier).join(', ')}) AS occurrence
  FROM source
  WHERE ${id} IS NOT NULL
),
shared_phone AS (
  SELECT phone_digits FROM person WHERE occurrence = 1 AND phone_digits <> '' GROUP BY phone_digits HAVING COUNT(*) > 1
),
last_attempt AS (
  SELECT mobilizeid, outcome, attempt,
    CASE WHEN COALESCE(mapping_hash, $2) = $2 THEN payload_hash END AS payload_hash,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.mobilize_to_actionnetwork_log
  WHERE list = $1
)
SELECT person.*,
  CASE WHEN shared_phone.phone_digits IS NULL THEN FALSE ELSE TRUE END AS phone_is_shared,
  last_attempt.outcome AS last_outcome, last_attempt.payload_hash AS last_payload_hash,
  last_attempt.attempt AS last_attempt
FROM person
LEFT JOIN shared_phone ON shared_phone.phone_digits = person.phone_digits
LEFT JOIN last_attempt ON last_attempt.mobilizeid = person.id AND last_attempt.recency = 1
WHERE person.occurrence = 1
ORDER BY person.id`;
}
