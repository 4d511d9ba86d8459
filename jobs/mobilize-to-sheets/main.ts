import { createGoogleSheets, TargetSpreadsheet } from '@movement-etl/lib/connectors/google-sheets';
import { createMobilize } from '@movement-etl/lib/connectors/mobilize';
import { defineJob, processHost, runJob } from '@movement-etl/lib/job';
import { RejectedRows } from '@movement-etl/lib/table';
import {
  connectWarehouse,
  createRunHistory,
  createWarehouseLease,
  migrate,
  namesWarehouse,
} from '@movement-etl/lib/warehouse';
import packageJson from '../../package.json' with { type: 'json' };
import { check } from './check.ts';
import { settings } from './config.ts';
import { mobilizeToSheets } from './job.ts';
import { keepRejectedIn } from './keep-rejected.ts';
import { openSource } from './source.ts';

const NAME = 'mobilize-to-sheets';
const migrations = new URL('../../sql/migrations/', import.meta.url);

const job = defineJob({
  name: NAME,
  description:
    'Brings attendances from Mobilize into a Google spreadsheet as people read them: the person in columns, dates in UTC and local time, red rows for those who did not come, and a tab with the sign-ups of each event.',
  version: packageJson.version,
  examples: ['', '--mode merge', '--months 2022-01,2022-02', '--dry-run --limit 100'],
  settings,
  open: async (settings, { logger, signal, cutOffSignal, closing }) => {
    const timeoutMs = settings.httpTimeoutSeconds * 1000;
    const { googleCredentials: credentials, googleApiUrl: apiUrl } = settings;
    const sheets = createGoogleSheets({ credentials, apiUrl, timeoutMs, logger, signal: cutOffSignal });
    const mobilize =
      settings.sourceSpreadsheetId === undefined
        ? createMobilize({
            apiKey: settings.mobilizeApiKey,
            organizationIds: settings.mobilizeOrganizationIds ?? [],
            baseUrl: settings.mobilizeApiUrl,
            callsPerSecond: settings.mobilizeCallsPerSecond,
            timeoutMs,
            logger,
            signal,
          })
        : undefined;
    closing(async () => mobilize?.close());
    // With a warehouse, leases and run history are kept there; without one the lease is in the spreadsheet.
    const warehouse = namesWarehouse(settings)
      ? await connectWarehouse(settings, { logger, signal })
      : undefined;
    closing(async () => warehouse?.close());
    const spreadsheet = await TargetSpreadsheet.find(sheets, settings);
    return { sheets, mobilize, warehouse, spreadsheet };
  },
  prepare: async ({ warehouse, spreadsheet }) => {
    if (warehouse !== undefined) await migrate(warehouse, migrations);
    await spreadsheet.createIfMissing();
  },
  target: (_settings, { spreadsheet }) => `spreadsheet ${spreadsheet.id}`,
  leases: ({ sheets, warehouse, spreadsheet }, target) =>
    warehouse === undefined
      ? sheets.lease({ spreadsheetId: spreadsheet.id, name: NAME })
      : createWarehouseLease(warehouse, target),
  history: ({ warehouse }) => (warehouse === undefined ? undefined : createRunHistory(warehouse)),
  requests: ({ sheets, mobilize }) => ({
    ...(mobilize === undefined ? {} : { mobilize: mobilize.requestCount }),
    'google-sheets': sheets.requestCount,
  }),
  check,
  run: async ({ sheets, mobilize, warehouse, spreadsheet }, settings, run) => {
    const unreadable = new RejectedRows();
    const signups = await openSource({ sheets, mobilize }, { ...settings, rejected: unreadable });
    await mobilizeToSheets(
      { sheets, signups, unreadable, keepRejected: keepRejectedIn(warehouse, NAME) },
      {
        spreadsheetId: spreadsheet.id,
        worksheet: settings.worksheet,
        signupsWorksheet: settings.signupsWorksheet,
        mode: settings.sheetsMode,
        months: settings.months ?? [],
        allowEmpty: settings.allowEmpty,
      },
      run,
    );
  },
});

process.exitCode = await runJob(job, processHost());
