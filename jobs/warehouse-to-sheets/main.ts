import { createGoogleSheets, TargetSpreadsheet } from '@movement-etl/lib/connectors/google-sheets';
import { defineJob, processHost, runJob } from '@movement-etl/lib/job';
import {
  connectWarehouse,
  createRunHistory,
  createWarehouseLease,
  migrate,
} from '@movement-etl/lib/warehouse';
import packageJson from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { JOB, settings } from './config.ts';
import { warehouseToSheets } from './job.ts';
import { readQueries } from './queries.ts';

const migrations = new URL('../../sql/migrations/', import.meta.url);

const job = defineJob({
  name: JOB,
  description:
    'Brings the rows of SQL queries to tabs of a Google spreadsheet: numbers as numbers, dates as dates, a header that stays in view and a filter.',
  version: packageJson.version,
  examples: [
    '--query "SELECT * FROM mobilize.events" --worksheet Events',
    '--queries ./sql/reports',
    '--mode merge --key id --dry-run',
  ],
  settings,
  open: async (settings, { logger, signal, cutOffSignal, closing }) => {
    const queries = await readQueries(settings);
    const warehouse = await connectWarehouse(settings, { logger, signal });
    closing(() => warehouse.close());
    const sheets = createGoogleSheets({
      credentials: settings.googleCredentials,
      apiUrl: settings.googleApiUrl,
      timeoutMs: settings.httpTimeoutSeconds * 1000,
      logger,
      signal: cutOffSignal,
    });
    const spreadsheet = await TargetSpreadsheet.find(sheets, settings);
    return { queries, warehouse, sheets, spreadsheet };
  },
  prepare: async ({ warehouse, spreadsheet }) => {
    await migrate(warehouse, migrations);
    await spreadsheet.createIfMissing();
  },
  target: (_settings, { spreadsheet }) => `spreadsheet ${spreadsheet.id}`,
  leases: ({ warehouse }, target) => createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => createRunHistory(warehouse),
  requests: ({ sheets }) => ({ 'google-sheets': sheets.requestCount }),
  check,
  run: ({ queries, warehouse, sheets, spreadsheet }, { sheetsMode, sheetsKey, allowEmpty }, run) =>
    warehouseToSheets(
      { warehouse, sheets },
      {
        spreadsheetId: spreadsheet.id,
        queries,
        mode: sheetsMode,
        key: sheetsMode === 'overwrite' ? undefined : sheetsKey,
        allowEmpty,
      },
      run,
    ),
});

process.exitCode = await runJob(job, processHost());
