-- How many people signed up for each event, and how many of them came. Made anew in each run.
CREATE TABLE IF NOT EXISTS mobilize.signups_by_event (
  event_id bigint,
  event_title varchar(65535),
  starts_on date,
  signups bigint,
  cancelled bigint,
  came bigint
);

DELETE FROM mobilize.signups_by_event;

INSERT INTO mobilize.signups_by_event (event_id, event_title, starts_on, signups, cancelled, came)
SELECT
  event_id,
  MAX(event_title),
  CAST(MIN(timeslot_start_date) AS date),
  COUNT(*),
  SUM(CASE WHEN status = 'CANCELLED' THEN 1 ELSE 0 END),
  SUM(CASE WHEN attended THEN 1 ELSE 0 END)
FROM mobilize.attendances
WHERE event_id IS NOT NULL
GROUP BY event_id;
