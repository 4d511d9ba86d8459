SELECT job, status, started_at, rows_read, rows_written, error_message
FROM etl.job_runs
WHERE started_at > CURRENT_DATE - 7
ORDER BY started_at DESC
