import type { GoogleSheets, TargetSpreadsheet } from '@movement-etl/lib/connectors/google-sheets';
import type { Mobilize } from '@movement-etl/lib/connectors/mobilize';
import { type CheckResult, checkThat } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import type { Settings } from './config.ts';

export interface CheckedResources {
  readonly sheets: GoogleSheets;
  readonly mobilize: Mobilize | undefined;
  readonly spreadsheet: TargetSpreadsheet;
  /** Keeps leases and run history, where there is one. */
  readonly warehouse: Warehouse | undefined;
}

export async function* check(
  { sheets, mobilize, spreadsheet, warehouse }: CheckedResources,
  { sourceSpreadsheetId }: Settings,
): AsyncGenerator<CheckResult> {
  if (mobilize !== undefined) {
    yield await checkThat('Mobilize: API key and organizations', async () => {
      await mobilize.checkCredentials();
      return undefined;
    });
  }
  if (sourceSpreadsheetId !== undefined) {
    yield await checkThat('Google: source spreadsheet', () => describeTabs(sheets, sourceSpreadsheetId));
  }
  yield await checkThat(`Google: target spreadsheet, as ${sheets.accountEmail}`, () =>
    describeTabs(sheets, spreadsheet.id),
  );
  if (warehouse !== undefined) {
    yield await checkThat('Warehouse', async () => {
      await warehouse.execute('SELECT 1');
      return undefined;
    });
  }
}

async function describeTabs(sheets: GoogleSheets, spreadsheetId: string): Promise<string> {
  const worksheets = await sheets.worksheets(spreadsheetId);
  return `tabs ${worksheets.map(({ title }) => `"${title}"`).join(', ')}`;
}
