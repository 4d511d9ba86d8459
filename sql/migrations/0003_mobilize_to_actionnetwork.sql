-- The way from Mobilize to Action Network: who is to be sent, and a log of everybody who was tried.

-- The people to send, one row a person; the transform step fills it anew. It is made here, empty, so that the sync can
-- be checked before the first transform. payload_hash: see sql/transforms/010_users_to_sync.sql.
CREATE TABLE mobilize.users_to_sync (
  mobilizeid bigint,
  given_name varchar(65535),
  family_name varchar(65535),
  email_address varchar(65535),
  phone_number varchar(65535),
  postal_code varchar(65535),
  payload_hash varchar(64)
);

-- One row an attempt. synced: Action Network has the person. errors: why not, without personal data. payload_hash tells
-- whether a person's data changed since. outcome: 'synced'; 'skipped' (cannot be sent); 'failed' (refused for good);
-- 'retry' (failed for a passing reason: the next run tries again).
CREATE TABLE mobilize.mobilize_to_actionnetwork_log (
  mobilizeid bigint,
  actionnetworkid varchar(64),
  synced boolean,
  errors varchar(999),
  date timestamptz,
  run_id varchar(64),
  payload_hash varchar(64),
  attempt integer,
  http_status integer,
  outcome varchar(16)
);
