import type { Scene } from './support/scene.ts';
import { sweep } from './support/sweep.ts';

const JOB = 'mobilize-to-sheets';

/** Two events and their people yesterday, everything today. */
function sceneOf(mode: string, env: Scene['env'] = {}): Scene {
  const args = ['--mode', mode];
  return {
    job: JOB,
    args,
    env,
    yesterday: (night) => night.run(JOB, [...args, '--limit', '4'], env),
    readers: { tabs: ['Sheet1', 'Sign-ups by event'] },
  };
}

for (const mode of ['overwrite', 'append', 'merge']) sweep(`a run in the mode ${mode}`, sceneOf(mode));

sweep('a run without a warehouse', {
  ...sceneOf('append', { DATABASE_URL: undefined }),
  hasNoWarehouse: true,
});
