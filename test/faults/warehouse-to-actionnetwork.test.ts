import { sweep } from './support/sweep.ts';

/** Five new people, one of whom cannot be sent. */
sweep('a sync of people', {
  job: 'warehouse-to-actionnetwork',
  yesterday: async ({ query }) => {
    await query(`
      INSERT INTO mobilize.users_to_sync (mobilizeid, given_name, email_address, phone_number)
      SELECT id, 'Given ' || id, 'person.' || id || '@example.org', '512555010' || id FROM generate_series(1, 4) AS id`);
    await query("INSERT INTO mobilize.users_to_sync (mobilizeid, given_name) VALUES (5, 'Nobody')");
  },
});
