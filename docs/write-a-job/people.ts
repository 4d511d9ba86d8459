import type { LoggedRow } from '@movement-etl/lib/delivery';
import type { Table } from '@movement-etl/lib/table';
import type { Session } from '@movement-etl/lib/warehouse';

/** Somebody who signed up, and what the log says of the last attempt to send them. */
export interface PersonRow extends LoggedRow {
  readonly user_id: number;
  readonly email: string;
  readonly name: string;
}

const SQL = `
WITH person AS (
  SELECT user_id, MAX(email_address) AS email, MAX(given_name) AS name
  FROM mobilize.attendances
  WHERE user_id IS NOT NULL AND email_address IS NOT NULL AND status <> 'CANCELLED'
  GROUP BY user_id
),
ranked_attempt AS (
  SELECT user_id, outcome, payload_hash, attempt,
    ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.newsletter_log
)
SELECT person.user_id, person.email, COALESCE(person.name, '') AS name,
  MD5(person.email || CHR(31) || COALESCE(person.name, '')) AS payload_hash,
  ranked_attempt.outcome AS last_outcome, ranked_attempt.payload_hash AS last_payload_hash,
  ranked_attempt.attempt AS last_attempt
FROM person
LEFT JOIN ranked_attempt ON ranked_attempt.user_id = person.user_id AND ranked_attempt.recency = 1
ORDER BY person.user_id`;

export function peopleToSubscribe(warehouse: Session): Table<PersonRow> {
  return warehouse.query<PersonRow>(SQL);
}
