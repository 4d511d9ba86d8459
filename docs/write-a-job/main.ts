import { checkThat, defineJob, processHost, runJob } from '@movement-etl/lib/job';
import {
  assertMigrated,
  connectWarehouse,
  createRunHistory,
  createWarehouseLease,
  migrate,
} from '@movement-etl/lib/warehouse';
import packageJson from '../../package.json' with { type: 'json' };
import { settings } from './config.ts';
import { warehouseToNewsletter } from './job.ts';
import { createNewsletter } from './newsletter.ts';
import { peopleToSubscribe } from './people.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);
const ownMigrations = new URL('./migrations/', import.meta.url);

const job = defineJob({
  name: 'warehouse-to-newsletter',
  description: 'Puts everybody who signed up on the newsletter, and logs what became of each.',
  version: packageJson.version,
  examples: ['', '--dry-run', '--limit 10'],
  settings,
  open: async (settings, { logger, signal, cutOffSignal, closing }) => {
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    const newsletter = createNewsletter({
      token: settings.newsletterToken,
      baseUrl: settings.newsletterApiUrl,
      logger,
      signal: cutOffSignal,
    });
    closing(async () => newsletter.close());
    return { warehouse, newsletter };
  },
  prepare: async ({ warehouse }) => {
    await migrate(warehouse, migrations);
    await migrate(warehouse, ownMigrations);
  },
  target: () => 'newsletter: subscribers',
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ newsletter }) => ({ newsletter: newsletter.requestCount }),
  async *check({ warehouse }) {
    yield await checkThat('Warehouse: people to subscribe', async () => {
      await assertMigrated(warehouse, ownMigrations);
      return `${await peopleToSubscribe(warehouse).numRows()} people`;
    });
  },
  run: async (resources, settings, run) => {
    if (run.dryRun) await assertMigrated(resources.warehouse, ownMigrations);
    await warehouseToNewsletter(resources, settings, run);
  },
});

process.exitCode = await runJob(job, processHost());
