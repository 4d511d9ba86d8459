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
import { listOptions, settings } from './config.ts';
import { warehouseToActionNetwork } from './job.ts';
import { countPeople, openList } from './people.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);

const job = defineJob({
  name: 'warehouse-to-actionnetwork',
  description:
    'Sends people of the warehouse to Action Network, with tags and custom fields, and logs what became of each in mobilize.mobilize_to_actionnetwork_log. Without AN_QUERY: those in mobilize.users_to_sync.',
  version: packageJson.version,
  examples: ['', '--dry-run --diff --limit 10', '--only 1001,1002', '--retry-failed'],
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
  target: ({ list }) => `action network: people of ${list}`,
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ actionNetwork }) => ({ 'action-network': actionNetwork.requestCount }),
  async *check({ warehouse, actionNetwork }, settings) {
    yield await checkThat('Action Network: API key', async () => {
      await actionNetwork.checkCredentials();
      return undefined;
    });
    yield await checkThat('Warehouse: people and their columns', async () => {
      await assertMigrated(warehouse, migrations);
      return `${await countPeople(warehouse, await openList(warehouse, listOptions(settings)))} people`;
    });
  },
  run: async (resources, settings, run) => {
    if (run.dryRun) await assertMigrated(resources.warehouse, migrations);
    await warehouseToActionNetwork(resources, { ...settings, list: listOptions(settings) }, run);
  },
});

process.exitCode = await runJob(job, processHost());
