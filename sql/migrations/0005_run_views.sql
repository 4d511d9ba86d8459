-- How the jobs are doing, for the status page and for whoever asks in SQL. None of these views names a person.
--
-- They look at the bookkeeping and at the logs of attempts only, never at tables that a run replaces or that a team's own
-- transforms may drop: a view would go along with the old table, or forbid the drop. Hence the people still to be sent are
-- no view but a query, sql/reports/backlog.sql (docs/decisions/0006).
--
-- What the time is, PostgreSQL and Redshift say in different words, so no view asks: compare with now() or GETDATE().

-- How old the data of a job may grow before it is late, in hours. The row '*' holds for every job without a row of its
-- own. NULL: the job is run by hand and is never late. A night and two hours, until somebody says otherwise.
CREATE TABLE etl.job_expectations (
  job varchar(128) NOT NULL,
  max_age_hours integer,
  PRIMARY KEY (job)
);

INSERT INTO etl.job_expectations (job, max_age_hours) VALUES ('*', 26);

-- The last run of each job and target. last_done_at: when the last run began that was done, if only in part; the data are
-- as old as that. A run that says 'running' although lease_expires_at is NULL or in the past was killed, and the next run
-- will write that down.
CREATE VIEW etl.last_runs AS
WITH ranked_run AS (
  SELECT
    job, target, run_id, version, status, exit_code, started_at, finished_at, duration_ms, rows_read, rows_written,
    rows_inserted, rows_updated, rows_deleted, rows_duplicate, rows_skipped, rows_rejected, rows_failed, error_class,
    error_message,
    MIN(started_at) OVER (PARTITION BY job, target) AS first_started_at,
    MAX(CASE WHEN status IN ('succeeded', 'partial') THEN started_at END) OVER (PARTITION BY job, target)
      AS last_done_at,
    ROW_NUMBER() OVER (PARTITION BY job, target ORDER BY started_at DESC, run_id DESC) AS recency
  FROM etl.job_runs
)
SELECT
  ranked_run.job, ranked_run.target, ranked_run.run_id, ranked_run.version, ranked_run.status, ranked_run.exit_code,
  ranked_run.started_at, ranked_run.finished_at, ranked_run.duration_ms, ranked_run.rows_read, ranked_run.rows_written,
  ranked_run.rows_inserted, ranked_run.rows_updated, ranked_run.rows_deleted, ranked_run.rows_duplicate,
  ranked_run.rows_skipped, ranked_run.rows_rejected, ranked_run.rows_failed, ranked_run.error_class,
  ranked_run.error_message, ranked_run.first_started_at, ranked_run.last_done_at,
  lease.expires_at AS lease_expires_at
FROM ranked_run
LEFT JOIN etl.job_leases AS lease ON lease.target = ranked_run.target AND lease.run_id = ranked_run.run_id
WHERE ranked_run.recency = 1;

-- Since when a job is late, or will be if it does not run: late are those whose late_after has passed. Counted from the
-- last run that was done, or from the first run where none was; a job that has never run is expected by nobody.
CREATE VIEW etl.late_jobs AS
SELECT
  last_run.job, last_run.target, last_run.last_done_at,
  CASE WHEN own.job IS NULL THEN general.max_age_hours ELSE own.max_age_hours END AS max_age_hours,
  COALESCE(last_run.last_done_at, last_run.first_started_at)
    + CASE WHEN own.job IS NULL THEN general.max_age_hours ELSE own.max_age_hours END * INTERVAL '1 hour'
    AS late_after
FROM etl.last_runs AS last_run
LEFT JOIN etl.job_expectations AS own ON own.job = last_run.job
LEFT JOIN etl.job_expectations AS general ON general.job = '*';

-- What each job did on each day (UTC) to each target.
CREATE VIEW etl.rows_by_day AS
SELECT
  job, target, CAST(started_at AT TIME ZONE 'UTC' AS date) AS day,
  COUNT(*) AS runs,
  SUM(CASE WHEN status IN ('succeeded', 'partial') THEN 1 ELSE 0 END) AS runs_done,
  SUM(CASE WHEN status IN ('failed', 'killed', 'stopped') THEN 1 ELSE 0 END) AS runs_failed,
  SUM(rows_read) AS rows_read,
  SUM(rows_written) AS rows_written,
  SUM(rows_rejected) AS rows_rejected,
  SUM(rows_failed) AS rows_failed,
  MAX(duration_ms) AS longest_ms
FROM etl.job_runs
GROUP BY job, target, CAST(started_at AT TIME ZONE 'UTC' AS date);

-- Records that the last run of each job could not use, by reason. target here is the table or tab they were meant for.
CREATE VIEW etl.rejections_by_reason AS
SELECT
  rejected.job, rejected.target, rejected.column_name, rejected.reason,
  COUNT(*) AS records,
  MAX(rejected.rejected_at) AS rejected_at
FROM etl.rejected_rows AS rejected
JOIN etl.last_runs AS last_run ON last_run.run_id = rejected.run_id
GROUP BY rejected.job, rejected.target, rejected.column_name, rejected.reason;

-- People whose last attempt left them out, by reason. since: when the first of them were tried for the last time.
CREATE VIEW etl.failing_people_by_reason AS
WITH ranked_person AS (
  SELECT
    mobilizeid, outcome, http_status, errors, date,
    ROW_NUMBER() OVER (PARTITION BY mobilizeid ORDER BY date DESC, attempt DESC) AS recency
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
