import { defineJob } from '@movement-etl/lib/job';
import { httpSettings, mobilizeSettings } from '@movement-etl/lib/settings';
import { z } from 'zod';
import { connectMobilize, openWarehouse } from './example-systems.ts';

export const job = defineJob({
  name: 'events-to-warehouse',
  description: 'Brings the events of Mobilize into the warehouse.',
  version: '1.0.0',
  settings: z.object({ ...mobilizeSettings, ...httpSettings }),

  async open(settings, { logger, signal, closing }) {
    const warehouse = await openWarehouse();
    closing(() => warehouse.close());
    return { warehouse, mobilize: connectMobilize(settings, { logger, signal }) };
  },
  target: () => 'mobilize.events',
  leases: ({ warehouse }, target) => warehouse.lease(target),
  history: ({ warehouse }) => warehouse.history,

  async *check({ mobilize }) {
    yield {
      what: 'Mobilize API key',
      ok: await mobilize.isKeyValid(),
      problem: 'ask Mobilize support for a key',
    };
  },

  async run({ mobilize, warehouse }, _settings, run) {
    const events = mobilize.events();
    await run.step('events', (step) =>
      warehouse.transaction(async (tx) => {
        run.counts.add(await tx.upsert(events, (rows) => step.advance(rows)));
        run.counts.assertBalanced();
        await run.checkpoint(tx);
      }),
    );
  },
});
