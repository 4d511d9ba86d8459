import { CellWrites, type Run, writeBytes } from './cell-writes.ts';
import { commit } from './commit.ts';
import { formatRequests, headerRequests, type TabFormat } from './format.ts';
import { MAX_BATCH_REQUESTS, MAX_BODY_BYTES, MAX_CHUNK_ROWS } from './limits.ts';
import { describeColumns, knownColumns, type Mark, readMark } from './mark.ts';
import { readNumberFormats } from './number-formats.ts';
import { growGrid } from './requests.ts';
import type { NumberFormat } from './schema.ts';
import type { BatchRequest, SheetsApi } from './sheets-api.ts';
import type { Tab } from './tab.ts';
import { checkCellBudget } from './worksheets.ts';
import { resolveWatermark, type WriteOptions } from './write-options.ts';

/**
 * Writes rows into a tab in as few batches as its limits allow; each batch is atomic and carries a mark (see commit.ts).
 * A row is never split between batches.
 */
export class TabWriter {
  readonly #api: SheetsApi;
  readonly #mode: Mark['mode'];
  readonly #options: WriteOptions;
  #writes = new CellWrites();
  #pendingRows = 0;
  #pendingBytes = 0;
  #writtenRows = 0;
  /** As far down as the pending rows reach. */
  #endRow = 0;
  /** Those of the tab before this writer came; read when they are needed. */
  #numberFormats: ReadonlyMap<string, NumberFormat> | undefined;

  constructor(api: SheetsApi, mode: Mark['mode'], options: WriteOptions) {
    this.#api = api;
    this.#mode = mode;
    this.#options = options;
  }

  /** Adds the cells of one row, after a batch with what was added before when they do not fit into it any more. */
  async add(tab: Tab, row: number, runs: readonly Run[]): Promise<void> {
    const rowBytes = writeBytes(runs);
    const isFull =
      this.#pendingRows >= MAX_CHUNK_ROWS ||
      this.#pendingBytes + rowBytes > MAX_BODY_BYTES ||
      this.#writes.requestCount + runs.length > MAX_BATCH_REQUESTS;
    if (isFull) await this.flush(tab);
    if (tab.needsHeader && this.#pendingRows === 0)
      this.#writes.add(0, { startColumn: 0, cells: [...tab.columns] });
    for (const run of runs) this.#writes.add(row, run);
    this.#pendingRows += 1;
    this.#pendingBytes += rowBytes;
    this.#endRow = Math.max(this.#endRow, row + 1);
  }

  /** Stores what was added; the watermark stays the old one. */
  async flush(tab: Tab): Promise<void> {
    if (this.#pendingRows === 0) return;
    // Rules would be added once more by each batch.
    const { rules: _, ...format } = this.#options.format ?? {};
    await this.#commit(tab, await this.#formatRequests(tab, format), readMark(tab.worksheet)?.watermark);
  }

  /** Stores the rest together with the watermark and the format; no request when nothing of it is new. */
  async finish(tab: Tab): Promise<void> {
    const before = readMark(tab.worksheet)?.watermark;
    const watermark = resolveWatermark(this.#options.watermark) ?? before;
    const { numberFormats, ...others } = this.#options.format ?? {};
    const format = await this.#formatRequests(
      tab,
      this.#pendingRows > 0 ? { ...others, numberFormats } : others,
    );
    if (this.#pendingRows === 0 && watermark === before && format.length === 0) return;
    await this.#commit(tab, format, watermark);
  }

  async #commit(tab: Tab, format: readonly BatchRequest[], watermark: string | undefined): Promise<void> {
    const { target, columns, worksheet } = tab;
    const { sheetId } = worksheet;
    const size = this.#neededSize(tab);
    checkCellBudget(tab.otherCells + size.rowCount * size.columnCount);
    const isFirst = tab.needsHeader && this.#pendingRows > 0;
    const requests = [
      ...growGrid(sheetId, 'COLUMNS', size.columnCount - worksheet.columnCount),
      ...growGrid(sheetId, 'ROWS', size.rowCount - worksheet.rowCount),
      ...this.#writes.toRequests(sheetId),
      ...(isFirst ? headerRequests({ sheetId, startColumn: 0, endColumn: columns.length }) : []),
      ...format,
    ];
    const rows = this.#writtenRows + this.#pendingRows;
    const mark = {
      mode: this.#mode,
      runId: this.#options.runId,
      rows,
      ...describeColumns(columns),
      watermark,
    };
    await this.#options.beforeCommit?.();
    const committed = await commit(this.#api, target.spreadsheetId, worksheet, requests, mark);
    const filter = format.find(({ setBasicFilter }) => setBasicFilter)?.setBasicFilter?.filter;
    tab.worksheet = { ...committed, ...size, ...(filter && { basicFilter: filter }) };
    if (isFirst) tab.needsHeader = false;
    this.#writtenRows = rows;
    this.#writes = new CellWrites();
    this.#pendingRows = 0;
    this.#pendingBytes = 0;
    this.#endRow = 0;
  }

  #neededSize({ worksheet: { rowCount, columnCount }, columnIndexes }: Tab): {
    rowCount: number;
    columnCount: number;
  } {
    return {
      rowCount: Math.max(rowCount, this.#endRow, 2),
      columnCount: Math.max(columnCount, Math.max(...columnIndexes) + 1),
    };
  }

  async #formatRequests(tab: Tab, format: TabFormat): Promise<BatchRequest[]> {
    const staysEmpty = tab.needsHeader && this.#pendingRows === 0;
    if (staysEmpty) return [];
    const { columns, columnIndexes, worksheet } = tab;
    const data = {
      sheetId: worksheet.sheetId,
      startRow: 1,
      endRow: this.#neededSize(tab).rowCount,
      startColumn: Math.min(...columnIndexes),
      endColumn: Math.max(...columnIndexes) + 1,
    };
    const places = new Map(columns.map((column, position) => [column, columnIndexes[position] ?? 0]));
    if (format.numberFormats !== undefined) {
      this.#numberFormats ??= await readNumberFormats(this.#api, tab.target.spreadsheetId, worksheet, places);
    }
    return formatRequests(worksheet, format, {
      data,
      columnIndexes: places,
      knownColumns: knownColumns(readMark(worksheet), columns),
      numberFormats: this.#numberFormats ?? new Map(),
    });
  }
}
