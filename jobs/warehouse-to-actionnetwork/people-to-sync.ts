import { Table } from '@movement-etl/lib/table';
import type { Session } from '@movement-etl/lib/warehouse';

/** One row of mobilize.users_to_sync with what the log knows of the person. */
export interface PersonToSync {
  readonly mobilizeid: number;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly email_address: string | null;
  readonly phone_number: string | null;
  readonly postal_code: string | null;
  /** Of the data as the transform saw them; null where somebody filled the table by hand. */
  readonly payload_hash: string | null;
  /** Another person in the list has the same number. */
  readonly phone_is_shared: boolean;
  readonly last_outcome: string | null;
  readonly last_payload_hash: string | null;
  readonly last_attempt: number | null;
}

const PAGE_ROWS = 500;

/** The first row of each person wins, so that a list with repeated people costs no repeated calls. */
const PEOPLE_SQL = `
WITH person AS (
  SELECT mobilizeid, given_name, family_name, email_address, phone_number, postal_code, payload_hash,
    RIGHT(TRANSLATE(phone_number, ' ()+-./', ''), 10) AS phone_digits,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY email_address, phone_number) AS occurrence
  FROM mobilize.users_to_sync
  WHERE mobilizeid IS NOT NULL
),
shared_phone AS (
  SELECT phone_digits FROM person WHERE occurrence = 1 AND phone_digits <> '' GROUP BY phone_digits HAVING COUNT(*) > 1
),
ranked_outcome AS (
  SELECT mobilizeid, outcome, payload_hash, attempt,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.mobilize_to_actionnetwork_log
  WHERE mobilizeid > $1
)
SELECT person.mobilizeid, person.given_name, person.family_name, person.email_address, person.phone_number,
  person.postal_code, person.payload_hash,
  CASE WHEN shared_phone.phone_digits IS NULL THEN FALSE ELSE TRUE END AS phone_is_shared,
  ranked_outcome.outcome AS last_outcome, ranked_outcome.payload_hash AS last_payload_hash,
  ranked_outcome.attempt AS last_attempt
FROM person
LEFT JOIN shared_phone ON shared_phone.phone_digits = person.phone_digits
LEFT JOIN ranked_outcome ON ranked_outcome.mobilizeid = person.mobilizeid AND ranked_outcome.recency = 1
WHERE person.occurrence = 1 AND person.mobilizeid > $1
ORDER BY person.mobilizeid
LIMIT ${PAGE_ROWS}`;

/**
 * Everybody in mobilize.users_to_sync, by mobilizeid. Streams in pages by key instead of through a cursor: at four calls
 * a second a run may take hours, and a transaction that is open for hours holds up the warehouse's housekeeping.
 */
export function peopleToSync(warehouse: Session): Table<PersonToSync> {
  return Table.fromBatches<PersonToSync>(async function* () {
    let lastId = Number.MIN_SAFE_INTEGER;
    for (;;) {
      const { rows } = await warehouse.execute<PersonToSync>(PEOPLE_SQL, [lastId]);
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE_ROWS) return;
      lastId = (rows.at(-1) as PersonToSync).mobilizeid;
    }
  });
}

export async function countPeopleToSync(warehouse: Session): Promise<number> {
  const { rows } = await warehouse.execute<{ people: number }>(
    'SELECT COUNT(DISTINCT mobilizeid) AS people FROM mobilize.users_to_sync',
  );
  return Number(rows[0]?.people ?? 0);
}
