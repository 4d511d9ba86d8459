import { setTimeout as sleep } from 'node:timers/promises';
import { defineJob, processHost, runJob } from '@movement-etl/lib/job';
import { choice } from '@movement-etl/lib/settings';
import { z } from 'zod';
import { FakeHistory, FakeLeaseStore } from './fakes.ts';

/** A job for a process of its own: what it does is said by BEHAVIOUR. */
const job = defineJob({
  name: 'child-job',
  description: 'Behaves as it is told.',
  version: '0.0.1',
  settings: z.object({
    behaviour: choice(['succeed', 'wait', 'ignore', 'throw', 'reject', 'nothing', 'linger'])
      .meta({ env: 'BEHAVIOUR' })
      .describe('What it does.'),
  }),
  open: async () => ({ leases: new FakeLeaseStore(), history: new FakeHistory() }),
  target: () => 'nowhere',
  leases: ({ leases }) => leases,
  history: ({ history }) => history,
  async *check() {
    yield { what: 'nothing', ok: true };
  },
  async run(_resources, { behaviour }, run) {
    run.logger.info('at work');
    const behaviours = {
      succeed: async () => {},
      wait: () => sleep(60_000, undefined, { signal: run.signal }),
      ignore: () => sleep(60_000),
      throw: async () => {
        setTimeout(() => {
          throw new Error('lou@example.org is nowhere');
        }, 5);
        await sleep(60_000);
      },
      reject: async () => {
        void Promise.reject(new Error('nobody looks'));
        await sleep(60_000);
      },
      nothing: () => new Promise<never>(() => {}),
      linger: async () => void setInterval(() => undefined, 1_000),
    };
    await behaviours[behaviour]();
  },
});

process.exitCode = await runJob(job, processHost());
