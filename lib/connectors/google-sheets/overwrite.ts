import { TransientError } from '../../errors/index.ts';
import { quoteTitle } from './a1.ts';
import { chunkRows, plainBytes } from './chunks.ts';
import { commit } from './commit.ts';
import { encodeRows, type TableInput } from './encoded-rows.ts';
import { checkColumns, checkNoForeignColumns, readNames } from './header.ts';
import { MAX_BODY_BYTES, MAX_CHUNK_ROWS } from './limits.ts';
import { describeColumns, knownColumns, readMark } from './mark.ts';
import { readNumberFormats } from './number-formats.ts';
import { planOverwrite } from './overwrite-plan.ts';
import type { SheetsApi } from './sheets-api.ts';
import { createStaging, type Staging } from './staging.ts';
import { findWorksheet, type WorksheetTarget } from './worksheets.ts';
import { resolveWatermark, type WriteOptions } from './write-options.ts';

export interface OverwriteOptions extends WriteOptions {
  /** What a table without rows does: false (the default) changes nothing, true leaves the header alone. */
  readonly allowEmpty?: boolean;
}

export interface OverwriteResult {
  readonly read: number;
  /** Rows that the tab has now; 0 when nothing was changed. */
  readonly written: number;
  readonly rejected: number;
  /** False when there were no rows and the tab was left as it is. */
  readonly hasChanged: boolean;
}

/** Replaces what a tab shows by the rows of `table`, in one step that is visible as a whole. See README.md, "overwrite". */
export async function overwrite(
  api: SheetsApi,
  { spreadsheetId, worksheet }: WorksheetTarget,
  table: TableInput,
  options: OverwriteOptions = {},
): Promise<OverwriteResult> {
  await using reading = await table.open();
  const { columns } = reading;
  const spreadsheet = await api.spreadsheet(spreadsheetId);
  const target = findWorksheet(spreadsheet, worksheet);
  const counts = { read: 0, rejected: 0 };
  const batches = encodeRows(reading, counts, options.rejected);
  const limits = { maxRows: MAX_CHUNK_ROWS - 1, maxBytes: MAX_BODY_BYTES, bytesOf: plainBytes };
  const staging = createStaging({ api, spreadsheet, target, width: columns.length });

  try {
    for await (const { rows, isLast } of chunkRows(batches, limits)) {
      const cells = rows.map((row) => row.cells);
      if (staging.rowCount === 0) {
        checkColumns(columns);
        cells.unshift(columns);
      }
      await staging.write(cells, isLast);
    }
    if (staging.rowCount === 0 && options.allowEmpty !== true)
      return { ...counts, written: 0, hasChanged: false };
    if (staging.rowCount === 0) {
      checkColumns(columns);
      await staging.write([columns], true);
    }
    await commitOverwrite({ api, spreadsheetId, title: worksheet, staging, columns, options });
  } catch (error) {
    await discard(staging, error);
    throw error;
  }
  return { ...counts, written: staging.rowCount - 1, hasChanged: true };
}

interface CommitState {
  readonly api: SheetsApi;
  readonly spreadsheetId: string;
  readonly title: string;
  readonly staging: Staging;
  readonly columns: readonly string[];
  readonly options: OverwriteOptions;
}

/** Looks at the tab once more, because people may have changed it while the rows were staged. */
async function commitOverwrite({
  api,
  spreadsheetId,
  title,
  staging,
  columns,
  options,
}: CommitState): Promise<void> {
  const target = findWorksheet(await api.spreadsheet(spreadsheetId), title);
  const previous = readMark(target);
  const last = previous?.mode === 'overwrite' ? previous : undefined;
  if (last?.columns !== undefined) {
    const [headerRow = []] = await api.values(spreadsheetId, `${quoteTitle(title)}!1:1`);
    checkNoForeignColumns(readNames(headerRow), columns, last.columns, title);
  }
  const { format = {} } = options;
  const columnIndexes = new Map(columns.map((column, index) => [column, index]));
  const requests = planOverwrite({
    target,
    stagingId: staging.sheetId,
    rowCount: staging.rowCount,
    columns,
    previousWidth: last?.width ?? 0,
    format,
    knownColumns: knownColumns(previous, columns),
    numberFormats:
      format.numberFormats === undefined
        ? new Map()
        : await readNumberFormats(api, spreadsheetId, target, columnIndexes),
  });
  await options.beforeCommit?.();
  await commit(api, spreadsheetId, target, requests, {
    mode: 'overwrite',
    runId: options.runId,
    rows: staging.rowCount - 1,
    ...describeColumns(columns),
    watermark: resolveWatermark(options.watermark),
  });
}

/** A staging tab that nobody needs any more takes up cells until the next run; where the remote is down it has to stay that long. */
async function discard(staging: Staging, error: unknown): Promise<void> {
  if (error instanceof TransientError && error.facts.source === 'google') return;
  await staging.discard().catch(() => undefined);
}
