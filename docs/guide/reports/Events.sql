SELECT event_title, starts_on, signups, cancelled, came
FROM mobilize.signups_by_event
ORDER BY starts_on DESC, event_title
