import { createMobilize } from '@movement-etl/lib/connectors/mobilize';
import { defineJob, processHost, runJob } from '@movement-etl/lib/job';
import {
  connectWarehouse,
  createRunHistory,
  createWarehouseLease,
  migrate,
  pendingMigrations,
} from '@movement-etl/lib/warehouse';
import packageJson from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { settings } from './config.ts';
import { mobilizeToWarehouse } from './job.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);

const job = defineJob({
  name: 'mobilize-to-warehouse',
  description:
    'Loads attendances, events, deleted events, people and organizations from Mobilize into the schema mobilize of the warehouse: what changed since the last run, or everything.',
  version: packageJson.version,
  examples: ['', '--full-refresh', '--since 2026-11-01', '--entities attendances,events --dry-run'],
  settings,
  open: async (settings, { logger, signal, closing }) => {
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    const mobilize = createMobilize({
      apiKey: settings.mobilizeApiKey,
      organizationIds: settings.mobilizeOrganizationIds,
      baseUrl: settings.mobilizeApiUrl,
      callsPerSecond: settings.mobilizeCallsPerSecond,
      timeoutMs: settings.httpTimeoutSeconds * 1000,
      logger,
      signal,
    });
    closing(async () => mobilize.close());
    return { warehouse, mobilize, pendingMigrations: () => pendingMigrations(warehouse, migrations) };
  },
  prepare: async ({ warehouse }) => {
    await migrate(warehouse, migrations);
  },
  target: () => 'warehouse: schema mobilize',
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ mobilize }) => ({ mobilize: mobilize.requestCount }),
  check,
  run: (resources, settings, run) => mobilizeToWarehouse(resources, settings, run),
});

process.exitCode = await runJob(job, processHost());
