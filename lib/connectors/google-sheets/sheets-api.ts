import type { JWT } from 'google-auth-library';
import { sheets, type sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import type { CellValue } from './cells.ts';
import {
  type BatchReply,
  batchReply,
  type NumberFormat,
  numberFormatFields,
  numberFormats,
  type Spreadsheet,
  spreadsheet,
  spreadsheetFields,
  valueRange,
  valueRanges,
  valuesUpdate,
} from './schema.ts';
import { BIG_WRITE_TIMEOUT_MS, type Transport } from './transport/transport.ts';

export type BatchRequest = sheets_v4.Schema$Request;

/** How cells are read: as displayed (always text), or as stored. */
export type Render = 'FORMATTED_VALUE' | 'UNFORMATTED_VALUE';

export interface BatchOptions {
  /** Asked when the answer was lost; true when the batch took effect. Leave it out where a repetition changes nothing. */
  readonly landed?: () => Promise<boolean>;
  readonly isUrgent?: boolean;
}

/** The methods of the Sheets API that this connector uses, typed and retried. Each call is one request, unless it fails. */
export interface SheetsApi {
  spreadsheet(spreadsheetId: string, options?: { readonly isUrgent?: boolean }): Promise<Spreadsheet>;
  values(spreadsheetId: string, range: string, render?: Render): Promise<CellValue[][]>;
  /** In the order of `ranges`. They travel in the URL, so keep them to about 150. */
  valuesOfRanges(spreadsheetId: string, ranges: readonly string[]): Promise<CellValue[][][]>;
  /** Of the cells of the first row of `range`; undefined where a cell has none of its own. */
  numberFormats(spreadsheetId: string, range: string): Promise<(NumberFormat | undefined)[]>;
  /** Stores the values as they are (RAW) from the first cell of `range` on; null leaves a cell as it is. Safe to repeat. */
  putValues(spreadsheetId: string, range: string, rows: readonly (readonly CellValue[])[]): Promise<void>;
  /** Applies all requests or none. */
  batchUpdate(
    spreadsheetId: string,
    requests: readonly BatchRequest[],
    options?: BatchOptions,
  ): Promise<BatchReply>;
}

/** The library copies plain objects several times before it sends them, but not instances of a class. */
class Body {
  constructor(fields: object) {
    Object.assign(this, fields);
  }
}

export function createSheetsApi(auth: JWT, transport: Transport): SheetsApi {
  const { spreadsheets } = sheets({ version: 'v4', auth });

  return {
    spreadsheet: (spreadsheetId, { isUrgent = false } = {}) =>
      transport.run({
        endpoint: 'spreadsheets.get',
        kind: 'read',
        schema: spreadsheet,
        isUrgent,
        send: (options) => spreadsheets.get({ spreadsheetId, fields: spreadsheetFields }, options),
      }),
    values: (spreadsheetId, range, render = 'UNFORMATTED_VALUE') =>
      transport.run({
        endpoint: 'values.get',
        kind: 'read',
        schema: valueRange,
        send: (options) =>
          spreadsheets.values.get(
            { spreadsheetId, range, valueRenderOption: render, majorDimension: 'ROWS' },
            options,
          ),
      }),
    valuesOfRanges: (spreadsheetId, ranges) =>
      transport.run({
        endpoint: 'values.batchGet',
        kind: 'read',
        schema: valueRanges,
        send: (options) =>
          spreadsheets.values.batchGet(
            {
              spreadsheetId,
              ranges: [...ranges],
              valueRenderOption: 'UNFORMATTED_VALUE',
              majorDimension: 'ROWS',
            },
            options,
          ),
      }),
    numberFormats: (spreadsheetId, range) =>
      transport.run({
        endpoint: 'spreadsheets.get',
        kind: 'read',
        schema: numberFormats,
        send: (options) =>
          spreadsheets.get({ spreadsheetId, ranges: [range], fields: numberFormatFields }, options),
      }),
    putValues: async (spreadsheetId, range, rows) => {
      const requestBody = new Body({ range, majorDimension: 'ROWS', values: rows });
      await transport.run({
        endpoint: 'values.update',
        kind: 'write',
        schema: valuesUpdate,
        timeoutMs: BIG_WRITE_TIMEOUT_MS,
        send: (options) =>
          spreadsheets.values.update({ spreadsheetId, range, valueInputOption: 'RAW', requestBody }, options),
      });
    },
    batchUpdate: (spreadsheetId, requests, { landed, isUrgent = false } = {}) =>
      transport.run({
        endpoint: 'spreadsheets.batchUpdate',
        kind: 'write',
        schema: batchReply,
        timeoutMs: BIG_WRITE_TIMEOUT_MS,
        isUrgent,
        landed: landed && (async () => ((await landed()) ? { replies: [] } : undefined)),
        send: (options) =>
          spreadsheets.batchUpdate({ spreadsheetId, requestBody: new Body({ requests }) }, options),
      }),
  };
}
