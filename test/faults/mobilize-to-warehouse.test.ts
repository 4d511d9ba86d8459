import type { Scene } from './support/scene.ts';
import { sweep } from './support/sweep.ts';

/** A day after a first load, so that a run has rows to insert, to update and to leave alone. */
const scene: Scene = {
  job: 'mobilize-to-warehouse',
  yesterday: async (night) => {
    night.simulators.mobilize.knobs.turn({ maxPerPage: 10 });
    await night.run('mobilize-to-warehouse');
    await night.control('mobilize/advance', { days: 1 });
  },
  readers: { tables: ['mobilize.attendances', 'mobilize.events', 'mobilize.people'] },
};

sweep('an incremental run', scene);
sweep('a full refresh', { ...scene, args: ['--full-refresh'] });
sweep('the first run, which makes the tables', { job: scene.job, migrated: false });
