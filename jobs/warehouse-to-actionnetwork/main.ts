import { createActionNetwork } from '@movement-etl/lib/connectors/action-network';
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
import { warehouseToActionNetwork } from './job.ts';
import { countPeopleToSync } from './people-to-sync.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);

const job = defineJob({
  name: 'warehouse-to-actionnetwork',
  description:
    'Sends the people in mobilize.users_to_sync to Action Network with a tag, and logs what became of each in mobilize.mobilize_to_actionnetwork_log.',
  version: packageJson.version,
  examples: ['', '--dry-run', '--limit 100', '--retry-failed'],
  settings,
  open: async (settings, { logger, signal, cutOffSignal, closing }) => {
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    const actionNetwork = createActionNetwork({
      token: settings.actionNetworkToken,
      baseUrl: settings.actionNetworkApiUrl,
      callsPerSecond: settings.actionNetworkCallsPerSecond,
      timeoutMs: settings.httpTimeoutSeconds * 1000,
      logger,
      signal: cutOffSignal,
    });
    closing(async () => actionNetwork.close());
    return { warehouse, actionNetwork };
  },
  prepare: async ({ warehouse }) => {
    await migrate(warehouse, migrations);
  },
  target: () => 'action network: people of mobilize.users_to_sync',
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ actionNetwork }) => ({ 'action-network': actionNetwork.requestCount }),
  async *check({ warehouse, actionNetwork }) {
    yield await checkThat('Action Network: API key', async () => {
      await actionNetwork.checkCredentials();
      return undefined;
    });
    yield await checkThat('Warehouse: people to sync', async () => {
      await assertMigrated(warehouse, migrations);
      return `${await countPeopleToSync(warehouse)} people`;
    });
  },
  run: async ({ warehouse, actionNetwork }, { actionNetworkTag, retryFailed, concurrency }, run) => {
    if (run.dryRun) await assertMigrated(warehouse, migrations);
    await warehouseToActionNetwork(
      { warehouse, actionNetwork },
      { tag: actionNetworkTag, retryFailed, concurrency },
      run,
    );
  },
});

process.exitCode = await runJob(job, processHost());
