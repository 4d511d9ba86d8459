import { createEveryAction } from '@movement-etl/lib/connectors/everyaction';
import { defineJob, processHost, runJob } from '@movement-etl/lib/job';
import {
  assertMigrated,
  connectWarehouse,
  createRunHistory,
  createWarehouseLease,
  migrate,
} from '@movement-etl/lib/warehouse';
import packageJson from '../../package.json' with { type: 'json' };
import { checkEveryAction } from './check.ts';
import { type Settings, settings } from './config.ts';
import { type Options, warehouseToEveryAction } from './job.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);

function optionsOf(settings: Settings): Options {
  return {
    query: settings.vanQuery,
    codes: { sourceCodeId: settings.vanSourceCodeId, activistCodeId: settings.vanActivistCodeId },
    findOrCreate: settings.findOrCreate,
    retryFailed: settings.retryFailed,
    only: settings.only,
    maxFailedShare: settings.maxFailedShare,
    concurrency: settings.vanConcurrency,
  };
}

const job = defineJob({
  name: 'warehouse-to-everyaction',
  description:
    'Gives people in EveryAction (NGP VAN) a source code, an activist code or both, and logs what became of each in mobilize.everyaction_log.',
  version: packageJson.version,
  examples: ['', '--source-code-id 1001 --dry-run', '--find-or-create --limit 100', '--retry-failed'],
  settings,
  open: async (settings, { logger, signal, cutOffSignal, closing }) => {
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    const everyAction = createEveryAction({
      apiKey: settings.vanApiKey,
      mode: settings.vanDbMode,
      applicationName: settings.vanApplicationName,
      baseUrl: settings.vanApiUrl,
      maxConcurrency: settings.vanConcurrency,
      callsPerSecond: settings.vanCallsPerSecond,
      timeoutMs: settings.httpTimeoutSeconds * 1000,
      logger,
      signal: cutOffSignal,
    });
    closing(async () => everyAction.close());
    return { warehouse, everyAction };
  },
  prepare: async ({ warehouse }) => {
    await migrate(warehouse, migrations);
  },
  target: () => 'everyaction: codes of people',
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ everyAction }) => ({ everyaction: everyAction.requestCount }),
  check: (resources, settings) => checkEveryAction(resources, optionsOf(settings), migrations),
  run: async (resources, settings, run) => {
    if (run.dryRun) await assertMigrated(resources.warehouse, migrations);
    await warehouseToEveryAction(resources, optionsOf(settings), run);
  },
});

process.exitCode = await runJob(job, processHost());
