import type { ReadCounts, TableInput } from './encoded-rows.ts';
import { readKeyedChunks } from './keyed-rows.ts';
import { ColumnLayout } from './runs.ts';
import type { SheetsApi } from './sheets-api.ts';
import { addRow, openTab, refreshTab, type Tab } from './tab.ts';
import { TabWriter } from './tab-writer.ts';
import type { WorksheetTarget } from './worksheets.ts';
import type { KeyedWriteOptions } from './write-options.ts';

/** read = appended + alreadyThere + duplicates + rejected. */
export interface AppendResult {
  readonly read: number;
  readonly appended: number;
  /** Rows whose key the tab had before. */
  readonly alreadyThere: number;
  /** Rows whose key an earlier row of the same table has. */
  readonly duplicates: number;
  readonly rejected: number;
}

/** Adds the rows whose key the tab does not have yet, each exactly once. See README.md, "append". */
export async function append(
  api: SheetsApi,
  target: WorksheetTarget,
  table: TableInput,
  options: KeyedWriteOptions,
): Promise<AppendResult> {
  await using reading = await table.open();
  const { columns } = reading;
  const read: ReadCounts = { read: 0, rejected: 0 };
  const counts = { appended: 0, alreadyThere: 0, duplicates: 0 };
  if (columns.length === 0) return { ...read, ...counts };
  const writer = new TabWriter(api, 'append', options);
  const ownKeys = new Set<string>();
  let tab: Tab | undefined;

  for await (const { rows, isLast } of readKeyedChunks(reading, options, read)) {
    // Only now, with rows in hand: people may edit the tab while the source is slow.
    tab = tab === undefined ? await openTab(api, target, columns, options.key) : await refreshTab(api, tab);
    const layout = new ColumnLayout(tab.columnIndexes);
    for (const { key, cells } of rows) {
      if (ownKeys.has(key)) counts.duplicates += 1;
      else if (tab.rowByKey.has(key)) counts.alreadyThere += 1;
      else {
        ownKeys.add(key);
        counts.appended += 1;
        await writer.add(tab, addRow(tab, key), layout.allRuns(cells));
      }
    }
    if (!isLast) await writer.flush(tab);
  }
  await writer.finish(tab ?? (await openTab(api, target, columns, options.key)));
  return { ...read, ...counts };
}
