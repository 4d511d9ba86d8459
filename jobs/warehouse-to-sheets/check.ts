import type { GoogleSheets, TargetSpreadsheet } from '@movement-etl/lib/connectors/google-sheets';
import { type CheckResult, checkThat } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import type { Query } from './queries.ts';
import { openTab } from './tabs.ts';

export interface CheckedResources {
  readonly sheets: GoogleSheets;
  readonly warehouse: Warehouse;
  readonly spreadsheet: TargetSpreadsheet;
  readonly queries: readonly Query[];
}

export async function* check(
  { sheets, warehouse, spreadsheet, queries }: CheckedResources,
  { sheetsKey }: { readonly sheetsKey?: string | undefined },
): AsyncGenerator<CheckResult> {
  for (const query of queries) {
    yield await checkThat(`Warehouse: the query for "${query.worksheet}"`, async () => {
      const { columns } = await openTab(warehouse, query, sheetsKey);
      return `columns ${columns.map(({ name }) => name).join(', ')}`;
    });
  }
  yield await checkThat(`Google: target spreadsheet, as ${sheets.accountEmail}`, async () => {
    const worksheets = await sheets.worksheets(spreadsheet.id);
    return `tabs ${worksheets.map(({ title }) => `"${title}"`).join(', ')}`;
  });
}
