-- Whom warehouse-to-actionnetwork keeps in Action Network: one row a person (user_id), as their newest data say. The job
-- itself looks into its log who of them is new, has changed or failed before, and leaves the others alone.
--
-- * Who is an attendee: somebody with at least one sign-up that was not cancelled.
-- * Newest data: the sign-up whose person was modified last; on a tie the sign-up modified last.
-- * A phone number that two people share is nobody's: Action Network would move it or merge the two.
-- * payload_hash tells whether the data changed. The log keeps the hash of what was sent last.
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
)
SELECT user_id, given_name, family_name, email_address, phone_number, postal_code, payload_hash
FROM hashed_person;
