import type { GoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import type { Mobilize } from '@movement-etl/lib/connectors/mobilize';
import { ConfigError } from '@movement-etl/lib/errors';
import type { RejectedRows, Table } from '@movement-etl/lib/table';
import { SHEET_COLUMNS, type Signup, signupOfAttendance, signupOfSheetRow } from './signups.ts';

/** Where the sign-ups come from: Mobilize, or a sheet of the form that the Parsons training guide uses. */
export interface SourceOptions {
  readonly sourceSpreadsheetId?: string | undefined;
  readonly sourceWorksheet?: string | undefined;
  /** Takes rows of the sheet that cannot be read. */
  readonly rejected: RejectedRows;
}

/** @throws ConfigError when the sheet lacks a tab or a column. */
export async function openSource(
  { sheets, mobilize }: { readonly sheets: GoogleSheets; readonly mobilize: Mobilize | undefined },
  { sourceSpreadsheetId: spreadsheetId, sourceWorksheet, rejected }: SourceOptions,
): Promise<Table<Signup>> {
  if (mobilize !== undefined) return mobilize.attendances().mapRows(signupOfAttendance);
  if (spreadsheetId === undefined) throw new ConfigError('SOURCE_SPREADSHEET_ID is not set');

  const worksheet = sourceWorksheet ?? (await firstTab(sheets, spreadsheetId));
  const rows = await sheets.readWorksheet({ spreadsheetId, worksheet });
  const columns = await rows.columns();
  const missing = SHEET_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw new ConfigError(
      `the tab "${worksheet}" of SOURCE_SPREADSHEET_ID lacks the columns ${missing.join(', ')}`,
    );
  }
  return rows.mapRows(signupOfSheetRow, { rejected, key: 'id' });
}

async function firstTab(sheets: GoogleSheets, spreadsheetId: string): Promise<string> {
  const [first] = await sheets.worksheets(spreadsheetId);
  if (first === undefined) throw new ConfigError('SOURCE_SPREADSHEET_ID has no tab to read');
  return first.title;
}
