-- One row an attempt to put somebody on the newsletter. The columns from synced on are those that every log has.
CREATE TABLE mobilize.newsletter_log (
  user_id bigint,
  synced boolean,
  errors varchar(999),
  date timestamptz,
  run_id varchar(64),
  payload_hash varchar(64),
  attempt integer,
  http_status integer,
  outcome varchar(16)
);
