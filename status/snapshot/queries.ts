/** SELECTs only, in words that PostgreSQL and Redshift both know. The present time is a parameter. */

export const HAS_VIEWS = `
  SELECT table_name FROM information_schema.tables WHERE table_schema = 'etl' AND table_name = 'failing_people_by_reason'`;

export const LAST_RUNS = `
  SELECT last_run.job, last_run.target, last_run.last_done_at, late.late_after
  FROM etl.last_runs AS last_run
  LEFT JOIN etl.late_jobs AS late
    ON late.job = last_run.job AND COALESCE(late.target, '') = COALESCE(last_run.target, '')
  ORDER BY last_run.job, last_run.target`;

const RECENT_COUNT = 10;

export const RECENT_RUNS = `
  SELECT
    run.job, run.target, run.run_id, run.status, run.exit_code, run.started_at, run.duration_ms, run.rows_read,
    run.rows_written, run.rows_duplicate, run.rows_skipped, run.rows_rejected, run.rows_failed,
    run.error_class, run.error_message, lease.expires_at AS lease_expires_at
  FROM (
    SELECT job_runs.*, ROW_NUMBER() OVER (PARTITION BY job, target ORDER BY started_at DESC, run_id DESC) AS recency
    FROM etl.job_runs
  ) AS run
  LEFT JOIN etl.job_leases AS lease ON lease.target = run.target AND lease.run_id = run.run_id
  WHERE run.recency <= ${RECENT_COUNT}
  ORDER BY run.started_at DESC, run.run_id DESC`;

export const DAYS = `
  SELECT job, target, CAST(day AS varchar(10)) AS day, runs, runs_done, runs_failed, rows_written, longest_ms
  FROM etl.rows_by_day
  WHERE day >= CAST($1 AS date)`;

export const FAILING_PEOPLE = `
  SELECT job, outcome, http_status, reason, people, since
  FROM etl.failing_people_by_reason
  ORDER BY people DESC, job, reason`;

export const REJECTIONS = `
  SELECT job, target, column_name, reason, records
  FROM etl.rejections_by_reason
  ORDER BY records DESC, job, reason`;
