import { sweep } from './support/sweep.ts';

sweep('a transform', {
  job: 'warehouse-transform',
  yesterday: async (night) => {
    await night.run('mobilize-to-warehouse', ['--entities', 'attendances']);
    await night.run('warehouse-transform');
    await night.control('mobilize/advance', { days: 1 });
    await night.run('mobilize-to-warehouse', ['--entities', 'attendances']);
  },
  readers: { tables: ['mobilize.users_to_sync'] },
});
