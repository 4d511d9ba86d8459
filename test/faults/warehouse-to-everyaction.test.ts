import { sweep } from './support/sweep.ts';

/** Two people with a vanid, one who is found, and one who is made; each gets both codes. */
sweep('a sync of codes', {
  job: 'warehouse-to-everyaction',
  args: ['--find-or-create'],
  env: {
    VAN_ACTIVIST_CODE_ID: '2001',
    VAN_QUERY: `
      SELECT 101001 AS vanid, NULL AS email
      UNION ALL SELECT 101002, NULL
      UNION ALL SELECT NULL, 'dee.okafor@example.org'
      UNION ALL SELECT NULL, 'new@example.org'`,
  },
});
