-- How many of the people in mobilize.users_to_sync are still to be sent to Action Network, and why:
--
--   new       never tried                     changed   their data changed since the last try
--   retry     failed for a passing reason     refused   refused for good: sent only with --retry-failed
--   done      sent as they are, or found to be without an address
--
-- The next run sends the first three, and everybody whom it would now send with other fields or tags. A query and not a
-- view, so that nothing hangs on a table that a team's own transform may drop and make anew. No personal data.
WITH person AS (
  SELECT mobilizeid, MAX(payload_hash) AS payload_hash
  FROM mobilize.users_to_sync
  WHERE mobilizeid IS NOT NULL
  GROUP BY mobilizeid
),
ranked_outcome AS (
  SELECT
    mobilizeid, outcome, payload_hash,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.mobilize_to_actionnetwork_log
  WHERE list = 'users_to_sync'
)
SELECT standing, COUNT(*) AS people
FROM (
  SELECT
    CASE
      WHEN last_outcome.mobilizeid IS NULL THEN 'new'
      WHEN last_outcome.payload_hash <> person.payload_hash THEN 'changed'
      WHEN last_outcome.outcome = 'retry' THEN 'retry'
      WHEN last_outcome.outcome = 'failed' THEN 'refused'
      ELSE 'done'
    END AS standing
  FROM person
  LEFT JOIN ranked_outcome AS last_outcome
    ON last_outcome.mobilizeid = person.mobilizeid AND last_outcome.recency = 1
) AS waiting
GROUP BY standing;
