-- What the jobs that send to other systems record before they send, and whom they send with which mapping.

-- The calls to other systems that are under way: written before each call, deleted in the transaction that logs how it ended.
-- What a killed run leaves here may have taken effect or not; the next run looks before it calls again. log: the table of
-- attempts that the call belongs to. row_key: whose it is, within that log. No personal data.
CREATE TABLE etl.outbox (
  log varchar(128) NOT NULL,
  row_key varchar(256) NOT NULL,
  run_id varchar(64),
  begun_at timestamptz
);

-- list: the people of which query (AN_LIST). mapping_hash: what is sent of them, apart from their data: fields, custom
-- fields and tags; NULL in rows from before there was one.
ALTER TABLE mobilize.mobilize_to_actionnetwork_log ADD COLUMN list varchar(128) DEFAULT 'users_to_sync';
ALTER TABLE mobilize.mobilize_to_actionnetwork_log ADD COLUMN mapping_hash varchar(64);

-- As in 0005, but the same person in two lists is two matters.
CREATE OR REPLACE VIEW etl.failing_people_by_reason AS
WITH ranked_person AS (
  SELECT
    mobilizeid, outcome, http_status, errors, date,
    ROW_NUMBER() OVER (PARTITION BY list, mobilizeid ORDER BY date DESC, attempt DESC) AS recency
  FROM mobilize.mobilize_to_actionnetwork_log
),
-- A code that was given is one matter, finding somebody's vanid is another.
ranked_code AS (
  SELECT
    COALESCE(CAST(vanid AS varchar(64)), payload_hash) AS person, outcome, http_status, errors, date,
    ROW_NUMBER() OVER (
      PARTITION BY
        CASE WHEN source_code_id IS NULL AND activist_code_id IS NULL THEN payload_hash END,
        CASE WHEN source_code_id IS NOT NULL OR activist_code_id IS NOT NULL THEN vanid END,
        source_code_id, activist_code_id
      ORDER BY date DESC, attempt DESC
    ) AS recency
  FROM mobilize.everyaction_log
)
SELECT
  CAST('warehouse-to-actionnetwork' AS varchar(128)) AS job, outcome, http_status, errors AS reason,
  COUNT(*) AS people, MIN(date) AS since, MAX(date) AS last_tried_at
FROM ranked_person
WHERE recency = 1 AND outcome <> 'synced'
GROUP BY outcome, http_status, errors
UNION ALL
SELECT
  CAST('warehouse-to-everyaction' AS varchar(128)) AS job, outcome, http_status, errors AS reason,
  COUNT(DISTINCT person) AS people, MIN(date) AS since, MAX(date) AS last_tried_at
FROM ranked_code
WHERE recency = 1 AND outcome <> 'synced'
GROUP BY outcome, http_status, errors;
