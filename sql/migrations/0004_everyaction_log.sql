-- The way to EveryAction (NGP VAN): a log of everybody who was tried.

-- One row an attempt, of one of three kinds. source_code_id is set: that code was given to the person vanid.
-- activist_code_id is set: the same for an activist code. Neither is set: somebody without a vanid was looked up by
-- the data behind payload_hash, and is vanid (http_status 302: was there, 201: was made). synced: EveryAction has it.
-- errors: why not, without personal data. outcome: 'synced'; 'skipped' (cannot be sent); 'failed' (refused for good);
-- 'retry' (failed for a passing reason: the next run tries again).
CREATE TABLE mobilize.everyaction_log (
  vanid bigint,
  source_code_id bigint,
  activist_code_id bigint,
  synced boolean,
  errors varchar(999),
  date timestamptz,
  run_id varchar(64),
  payload_hash varchar(64),
  attempt integer,
  http_status integer,
  outcome varchar(16)
);
