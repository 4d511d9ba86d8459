import { type FormatPlace, formatRequests, headerRequests, type TabFormat } from './format.ts';
import { clearValues, growGrid, type Rectangle, setRowCount, toGridRange } from './requests.ts';
import type { NumberFormat, Worksheet } from './schema.ts';
import type { BatchRequest } from './sheets-api.ts';

export interface OverwriteState {
  /** The tab as it was read. */
  readonly target: Worksheet;
  readonly stagingId: number;
  /** Rows in the staging tab, the header among them. */
  readonly rowCount: number;
  readonly columns: readonly string[];
  /** How many columns the last overwrite had. */
  readonly previousWidth: number;
  readonly format: TabFormat;
  readonly knownColumns?: ReadonlySet<string>;
  readonly numberFormats?: ReadonlyMap<string, NumberFormat>;
}

/**
 * Everything that turns the old tab into the new one, to be applied as one atomic batch: make room, copy the block over, empty what is
 * left of the old rows, format, drop the staging tab.
 *
 * Only our own columns are written and emptied, so cells to their right stay, also next to the emptied rows.
 */
export function planOverwrite({
  target,
  stagingId,
  rowCount,
  columns,
  previousWidth,
  format,
  knownColumns = new Set(),
  numberFormats = new Map(),
}: OverwriteState): BatchRequest[] {
  const { sheetId } = target;
  const width = columns.length;
  const gridRows = Math.max(target.rowCount, rowCount, 2);
  const gridColumns = Math.max(target.columnCount, width);
  const block = { startRow: 0, endRow: rowCount, startColumn: 0, endColumn: width };
  const place: FormatPlace = {
    data: { sheetId, startRow: 1, endRow: gridRows, startColumn: 0, endColumn: width },
    columnIndexes: new Map(columns.map((column, index) => [column, index])),
    knownColumns,
    numberFormats,
  };
  const oldWidth = Math.min(previousWidth, gridColumns);
  const tail: Rectangle = {
    sheetId,
    startRow: rowCount,
    endRow: gridRows,
    startColumn: 0,
    endColumn: Math.max(width, oldWidth),
  };
  const oldColumns: Rectangle = {
    sheetId,
    startRow: 0,
    endRow: rowCount,
    startColumn: width,
    endColumn: oldWidth,
  };
  return [
    setRowCount(stagingId, rowCount),
    ...growGrid(sheetId, 'COLUMNS', gridColumns - target.columnCount),
    ...growGrid(sheetId, 'ROWS', gridRows - target.rowCount),
    {
      copyPaste: {
        source: toGridRange({ sheetId: stagingId, ...block }),
        destination: toGridRange({ sheetId, ...block }),
        pasteType: 'PASTE_VALUES',
        pasteOrientation: 'NORMAL',
      },
    },
    ...clearValues(tail),
    ...clearValues(oldColumns),
    ...headerRequests({ sheetId, startColumn: 0, endColumn: width }),
    ...formatRequests(target, format, place),
    { deleteSheet: { sheetId: stagingId } },
  ];
}
