import type { GoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import type { JobRun } from '@movement-etl/lib/job';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import type { Query } from './queries.ts';
import { openTab, type Tab } from './tabs.ts';
import { writeTab } from './write-tab.ts';

export interface Resources {
  readonly warehouse: Warehouse;
  readonly sheets: GoogleSheets;
}

export interface Options {
  readonly spreadsheetId: string;
  readonly queries: readonly Query[];
  readonly mode: 'overwrite' | 'append' | 'merge';
  /** Needed by append and merge. */
  readonly key: string | undefined;
  readonly allowEmpty: boolean;
}

/** Brings the rows of queries to tabs of a spreadsheet, one tab a query, in bounded memory. */
export async function warehouseToSheets(resources: Resources, options: Options, run: JobRun): Promise<void> {
  const tabs: Tab[] = [];
  for (const query of options.queries) {
    tabs.push(await openTab(resources.warehouse, query, options.key));
  }
  for (const tab of tabs) {
    run.signal.throwIfAborted();
    await run.step(tab.worksheet, (step) => writeTab(resources, tab, options, run, step));
  }
  run.assertFewRejected();
  run.counts.assertBalanced();
}
