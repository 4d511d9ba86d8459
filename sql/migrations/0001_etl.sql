-- The bookkeeping of all jobs: who runs (job_leases), what ran (job_runs), how far it came (job_state) and which
-- records it could not use (rejected_rows). The schema itself and etl.schema_migrations are made before the first file.
--
-- Every file here is written in the subset that PostgreSQL and Amazon Redshift both accept. The n of varchar(n) is
-- meant in bytes, as Redshift counts. Primary keys are enforced by PostgreSQL only: no job relies on them.

-- One row a run. A row is 'running' until the run says how it ended; the next run against the same target marks the
-- row of a run that was killed as 'killed'.
CREATE TABLE etl.job_runs (
  run_id varchar(64) NOT NULL,
  job varchar(128) NOT NULL,
  version varchar(64),
  target varchar(1024),
  status varchar(16) NOT NULL,
  exit_code integer,
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  duration_ms bigint,
  rows_read bigint,
  rows_written bigint,
  rows_inserted bigint,
  rows_updated bigint,
  rows_deleted bigint,
  rows_duplicate bigint,
  rows_skipped bigint,
  rows_rejected bigint,
  rows_failed bigint,
  characters_replaced bigint,
  checkpoint_at timestamptz,
  error_class varchar(64),
  error_message varchar(4096),
  summary varchar(65535),
  PRIMARY KEY (run_id)
);

-- Named values that outlive a run, for example the watermark up to which a source has been read.
CREATE TABLE etl.job_state (
  job varchar(128) NOT NULL,
  name varchar(256) NOT NULL,
  value varchar(65535),
  run_id varchar(64),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (job, name)
);

-- One row a target that jobs write to. fence grows by every grant and is never reset, so that a holder that slept past
-- expires_at is told from the next one. A lease is free when expires_at has passed, by the clock of this database.
CREATE TABLE etl.job_leases (
  target varchar(1024) NOT NULL,
  job varchar(128) NOT NULL,
  run_id varchar(64) NOT NULL,
  fence bigint NOT NULL,
  acquired_at timestamptz NOT NULL,
  renewed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (target)
);

-- Records that a run could not use: which (row_key) and why (reason), never the values themselves.
CREATE TABLE etl.rejected_rows (
  run_id varchar(64) NOT NULL,
  job varchar(128) NOT NULL,
  target varchar(1024),
  row_number bigint,
  row_key varchar(256),
  column_name varchar(128),
  reason varchar(1024) NOT NULL,
  rejected_at timestamptz NOT NULL
);
