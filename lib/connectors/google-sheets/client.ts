import { ConfigError } from '../../errors/index.ts';
import type { LeaseStore } from '../../lease/index.ts';
import type { Table } from '../../table/index.ts';
import { type AppendResult, append } from './append.ts';
import { createGoogleAuth, folderScopes, forgetToken, sheetsScopes } from './auth/google-auth.ts';
import { readServiceAccountKey } from './auth/service-account-key.ts';
import { createDriveApi, type DriveApi } from './drive-api.ts';
import type { TableInput } from './encoded-rows.ts';
import { explainFailure } from './errors.ts';
import { createSheetsLease, type SheetsLeaseOptions } from './lease.ts';
import { readMark } from './mark.ts';
import { type MergeResult, merge } from './merge.ts';
import type { GoogleSheetsOptions } from './options.ts';
import { type OverwriteOptions, type OverwriteResult, overwrite } from './overwrite.ts';
import type { Spreadsheet, Worksheet } from './schema.ts';
import { createSheetsApi } from './sheets-api.ts';
import { systemClock } from './transport/clock.ts';
import { createThrottle, defaultQuota } from './transport/quota.ts';
import { createTransport, type RequestCounts } from './transport/transport.ts';
import { type ReadOptions, readWorksheet, type SheetRow } from './worksheet-reader.ts';
import { findWorksheet, isStagingTitle, type WorksheetTarget } from './worksheets.ts';
import type { KeyedWriteOptions } from './write-options.ts';

/** Google spreadsheets as one service account sees them. Every method throws as README.md, "Errors" says. */
export interface GoogleSheets extends DriveApi {
  /** The address that spreadsheets and folders must be shared with. */
  readonly accountEmail: string;
  /** Requests so far, repeated ones included; token requests are not counted. */
  readonly requestCount: number;
  readonly counts: Readonly<RequestCounts>;

  /** Title, locale, time zone and all tabs with their sizes; no cells. One read. */
  spreadsheet(spreadsheetId: string): Promise<Spreadsheet>;
  /** The tabs in the order in which people see them; hidden ones too, staging tabs not. One read. */
  worksheets(spreadsheetId: string): Promise<Worksheet[]>;
  /** Adds an empty tab at the end, unless there is one of that title. */
  addSheet(target: WorksheetTarget): Promise<void>;
  /** A tab as a table that streams; see ReadOptions for how cells are read. */
  readWorksheet(target: WorksheetTarget, options?: ReadOptions): Promise<Table<SheetRow>>;
  /** How far the data of the tab reaches, as the last write that had a watermark said; undefined when none had. One read. */
  readWatermark(target: WorksheetTarget): Promise<string | undefined>;

  /** Replaces the rows of a tab in one step; see README.md. */
  overwrite(target: WorksheetTarget, table: TableInput, options?: OverwriteOptions): Promise<OverwriteResult>;
  /** Adds the rows whose key is not there yet, each exactly once; see README.md. */
  append(target: WorksheetTarget, table: TableInput, options: KeyedWriteOptions): Promise<AppendResult>;
  /** Updates our own columns of the rows that are there, cell by cell, and adds new rows; see README.md. */
  merge(target: WorksheetTarget, table: TableInput, options: KeyedWriteOptions): Promise<MergeResult>;

  /** A lease kept in the spreadsheet, for jobs without a warehouse. */
  lease(options: SheetsLeaseOptions): LeaseStore;
}

/**
 * Connects nothing yet: the first request fetches a token.
 *
 * @throws ConfigError when the credentials are no service-account key or `apiUrl` is unusable.
 */
export function createGoogleSheets(options: GoogleSheetsOptions): GoogleSheets {
  const { credentials, apiUrl, logger, signal, timeoutMs = 30_000, clock = systemClock } = options;
  const quota = { ...defaultQuota, ...options.quota };
  const key = readServiceAccountKey(credentials);
  const fileAuth = createGoogleAuth({ key, scopes: sheetsScopes, apiUrl, timeoutMs });
  const folderAuth = createGoogleAuth({ key, scopes: folderScopes, apiUrl, timeoutMs });
  const transport = createTransport({
    quota,
    throttle: createThrottle(quota, signal),
    clock,
    logger,
    signal,
    timeoutMs,
    forgetToken: () => [fileAuth, folderAuth].forEach(forgetToken),
    explain: (failure, facts) => explainFailure(failure, facts, key.clientEmail),
  });
  const api = createSheetsApi(fileAuth, transport);

  return {
    ...createDriveApi({ fileAuth, folderAuth }, transport),
    accountEmail: key.clientEmail,
    get requestCount() {
      return transport.counts.requests;
    },
    counts: transport.counts,
    spreadsheet: (spreadsheetId) => api.spreadsheet(spreadsheetId),
    worksheets: async (spreadsheetId) => {
      const { worksheets } = await api.spreadsheet(spreadsheetId);
      return worksheets.filter(({ title }) => !isStagingTitle(title));
    },
    addSheet: async ({ spreadsheetId, worksheet: title }) => {
      const isThere = async () =>
        (await api.spreadsheet(spreadsheetId)).worksheets.some((sheet) => sheet.title === title);
      if (isStagingTitle(title))
        throw new ConfigError(`a tab may not be named "${title}": such tabs are removed`);
      if (await isThere()) return;
      await api.batchUpdate(spreadsheetId, [{ addSheet: { properties: { title } } }], { landed: isThere });
    },
    readWorksheet: (target, readOptions) => readWorksheet(api, target, readOptions),
    readWatermark: async ({ spreadsheetId, worksheet }) =>
      readMark(findWorksheet(await api.spreadsheet(spreadsheetId), worksheet))?.watermark,
    overwrite: (target, table, writeOptions) => overwrite(api, target, table, writeOptions),
    append: (target, table, writeOptions) => append(api, target, table, writeOptions),
    merge: (target, table, writeOptions) => merge(api, target, table, writeOptions),
    lease: (leaseOptions) => createSheetsLease(api, leaseOptions),
  };
}
