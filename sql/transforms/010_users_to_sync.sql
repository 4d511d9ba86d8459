-- Whom warehouse-to-actionnetwork sends next: one row a person (user_id), as their newest data say,
-- if they were never synced or their data have changed since.
--
-- * Who is an attendee: somebody with at least one sign-up that was not cancelled.
-- * Newest data: the sign-up whose person was modified last; on a tie the sign-up modified last.
-- * A phone number that two people share is nobody's: Action Network would move it or merge the two.
-- * payload_hash tells whether the data changed. The log keeps the hash of what was sent last.
-- * Not again, until the data change: synced or skipped. Listed every night: those whose last try failed for a passing
--   reason (outcome 'retry'), who are tried again, and those refused for good ('failed'), whom the sync leaves alone
--   unless it is told to try them (--retry-failed).
--
-- The whole folder runs in one transaction, so readers see yesterday's list or today's.
DELETE FROM mobilize.users_to_sync;

INSERT INTO mobilize.users_to_sync
  (mobilizeid, given_name, family_name, email_address, phone_number, postal_code, payload_hash)
WITH ranked_signup AS (
  SELECT
    user_id, given_name, family_name, email_address, phone_number, postal_code,
    ROW_NUMBER() OVER (
      PARTITION BY user_id
      ORDER BY COALESCE(person_modified_date, modified_date) DESC, modified_date DESC, id DESC
    ) AS recency
  FROM mobilize.attendances
  WHERE user_id IS NOT NULL
),
attendee AS (
  SELECT DISTINCT user_id
  FROM mobilize.attendances
  WHERE user_id IS NOT NULL AND COALESCE(status, '') <> 'CANCELLED'
),
newest AS (
  SELECT
    signup.user_id, signup.given_name, signup.family_name, signup.email_address, signup.phone_number, signup.postal_code,
    RIGHT(TRANSLATE(signup.phone_number, ' ()+-./', ''), 10) AS phone_digits
  FROM ranked_signup AS signup
  JOIN attendee ON attendee.user_id = signup.user_id
  WHERE signup.recency = 1
),
shared_phone AS (
  SELECT phone_digits
  FROM newest
  WHERE phone_digits <> ''
  GROUP BY phone_digits
  HAVING COUNT(*) > 1
),
person AS (
  SELECT
    newest.user_id, newest.given_name, newest.family_name, newest.email_address, newest.postal_code,
    CASE WHEN shared_phone.phone_digits IS NULL THEN newest.phone_number END AS phone_number
  FROM newest
  LEFT JOIN shared_phone ON shared_phone.phone_digits = newest.phone_digits
),
hashed_person AS (
  SELECT
    person.*,
    MD5(
      COALESCE(given_name, '') || CHR(31) || COALESCE(family_name, '') || CHR(31) || COALESCE(email_address, '')
      || CHR(31) || COALESCE(phone_number, '') || CHR(31) || COALESCE(postal_code, '')
    ) AS payload_hash
  FROM person
),
ranked_outcome AS (
  SELECT
    mobilizeid, outcome, payload_hash,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.mobilize_to_actionnetwork_log
)
SELECT
  hashed_person.user_id, hashed_person.given_name, hashed_person.family_name, hashed_person.email_address,
  hashed_person.phone_number, hashed_person.postal_code, hashed_person.payload_hash
FROM hashed_person
LEFT JOIN ranked_outcome AS last_outcome
  ON last_outcome.mobilizeid = hashed_person.user_id AND last_outcome.recency = 1
WHERE last_outcome.mobilizeid IS NULL
   OR last_outcome.outcome IN ('retry', 'failed')
   OR last_outcome.payload_hash <> hashed_person.payload_hash;
