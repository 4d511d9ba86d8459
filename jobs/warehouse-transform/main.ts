import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
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
import { warehouseTransform } from './job.ts';
import { readSqlFiles } from './sql-files.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);
const transforms = new URL('../../sql/transforms/', import.meta.url);

const job = defineJob({
  name: 'warehouse-transform',
  description: 'Runs the SQL files of a folder in the order of their names, all of them in one transaction.',
  version: packageJson.version,
  examples: ['', '--dry-run', '--directory ./sql/my-transforms'],
  settings,
  open: async (settings, { logger, signal, closing }) => {
    const directory =
      settings.directory === undefined ? transforms : pathToFileURL(`${resolve(settings.directory)}/`);
    const files = await readSqlFiles(directory);
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    return { warehouse, files };
  },
  prepare: async ({ warehouse }) => {
    await migrate(warehouse, migrations);
  },
  target: () => 'warehouse: transforms',
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  async *check({ warehouse, files }) {
    yield { what: 'SQL files', ok: true, detail: files.map(({ name }) => name).join(', ') };
    yield await checkThat('Warehouse', async () => {
      await warehouse.execute('SELECT 1');
      return undefined;
    });
  },
  run: async (resources, _settings, run) => {
    if (run.dryRun) await assertMigrated(resources.warehouse, migrations);
    await warehouseTransform(resources, run);
  },
});

process.exitCode = await runJob(job, processHost());
