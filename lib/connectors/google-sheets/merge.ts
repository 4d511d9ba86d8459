import { TransientError } from '../../errors/index.ts';
import { type CellValue, toKey } from './cells.ts';
import { readCurrentRows } from './current-rows.ts';
import type { ReadCounts, TableInput } from './encoded-rows.ts';
import { type KeyedRow, readKeyedChunks } from './keyed-rows.ts';
import { ColumnLayout } from './runs.ts';
import type { SheetsApi } from './sheets-api.ts';
import { addRow, openTab, refreshTab, type Tab } from './tab.ts';
import { TabWriter } from './tab-writer.ts';
import type { WorksheetTarget } from './worksheets.ts';
import type { KeyedWriteOptions } from './write-options.ts';

/** How often a tab that somebody is sorting or rearranging is read anew before giving way. */
const MAX_READS_OF_MOVING_ROWS = 3;

/** read = added + updated + unchanged + duplicates + rejected. */
export interface MergeResult {
  readonly read: number;
  /** Rows with a new key, put below the last one. */
  readonly added: number;
  /** Rows of which at least one cell was written. */
  readonly updated: number;
  readonly unchanged: number;
  /** Rows besides the first of their key; of rows with one key the last one counts. */
  readonly duplicates: number;
  readonly rejected: number;
}

type MergeCounts = Record<'added' | 'updated' | 'unchanged' | 'duplicates', number>;

/** Brings the rows of a tab up to date by their key, cell by cell, and adds new ones. See README.md, "merge". */
export async function merge(
  api: SheetsApi,
  target: WorksheetTarget,
  table: TableInput,
  options: KeyedWriteOptions,
): Promise<MergeResult> {
  await using reading = await table.open();
  const { columns } = reading;
  const read: ReadCounts = { read: 0, rejected: 0 };
  const counts: MergeCounts = { added: 0, updated: 0, unchanged: 0, duplicates: 0 };
  if (columns.length === 0) return { ...read, ...counts };
  const writer = new TabWriter(api, 'merge', options);
  const countedKeys = new Set<string>();
  const open = () => openTab(api, target, columns, options.key);
  let tab: Tab | undefined;

  for await (const { rows, isLast } of readKeyedChunks(reading, options, read)) {
    // Only now, with rows in hand: people may edit the tab while the source is slow.
    const opened = tab === undefined ? await open() : await refreshTab(api, tab);
    const newest = new Map(rows.map((row) => [row.key, row]));
    const found = await findExisting(api, opened, newest, open);
    tab = found.tab;
    counts.duplicates += rows.length - newest.size;
    const outcomes = await writeChunk(writer, found, newest);
    for (const [key, outcome] of outcomes) counts[countedKeys.has(key) ? 'duplicates' : outcome] += 1;
    for (const key of newest.keys()) countedKeys.add(key);
    if (!isLast) await writer.flush(tab);
  }
  await writer.finish(tab ?? (await open()));
  return { ...read, ...counts };
}

interface Existing {
  readonly row: KeyedRow;
  readonly rowIndex: number;
  readonly cells: readonly (CellValue | undefined)[];
}

interface Found {
  readonly tab: Tab;
  /** From the top of the tab down. */
  readonly existing: readonly Existing[];
}

/**
 * The rows that are there, with what they hold now. What is read must still show the keys where they were; if somebody has moved rows,
 * the tab is read anew.
 *
 * @throws TransientError when rows keep moving.
 */
async function findExisting(
  api: SheetsApi,
  opened: Tab,
  rows: ReadonlyMap<string, KeyedRow>,
  open: () => Promise<Tab>,
): Promise<Found> {
  for (let tab = opened, readCount = 1; ; tab = await open(), readCount++) {
    const rowIndexes = [...rows.keys()].flatMap((key) => tab.rowByKey.get(key) ?? []);
    const current = await readCurrentRows(api, tab, rowIndexes);
    const existing = [...rows.values()].flatMap((row) => {
      const rowIndex = tab.rowByKey.get(row.key);
      return rowIndex === undefined ? [] : [{ row, rowIndex, cells: current.get(rowIndex) ?? [] }];
    });
    const isStill = existing.every(({ row, cells }) => toKey(cells[tab.keyPosition]) === row.key);
    if (isStill) return { tab, existing: existing.toSorted((a, b) => a.rowIndex - b.rowIndex) };
    if (readCount >= MAX_READS_OF_MOVING_ROWS) {
      throw new TransientError(
        `the rows of the tab "${tab.worksheet.title}" keep moving: somebody is rearranging them`,
      );
    }
  }
}

async function writeChunk(
  writer: TabWriter,
  { tab, existing }: Found,
  rows: ReadonlyMap<string, KeyedRow>,
): Promise<Map<string, 'added' | 'updated' | 'unchanged'>> {
  const layout = new ColumnLayout(tab.columnIndexes);
  const outcomes = new Map<string, 'added' | 'updated' | 'unchanged'>();
  for (const { row, rowIndex, cells } of existing) {
    const runs = layout.changedRuns(row.cells, cells);
    outcomes.set(row.key, runs.length > 0 ? 'updated' : 'unchanged');
    if (runs.length > 0) await writer.add(tab, rowIndex, runs);
  }
  for (const [key, { cells }] of rows) {
    if (outcomes.has(key)) continue;
    outcomes.set(key, 'added');
    await writer.add(tab, addRow(tab, key), layout.allRuns(cells));
  }
  return outcomes;
}
