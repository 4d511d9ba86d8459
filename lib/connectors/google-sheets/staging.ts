import { randomBytes } from 'node:crypto';
import { a1Cell } from './a1.ts';
import type { CellValue } from './cells.ts';
import { MAX_CELLS } from './limits.ts';
import { createMetadataId } from './mark.ts';
import { setRowCount } from './requests.ts';
import type { Spreadsheet, Worksheet } from './schema.ts';
import type { SheetsApi } from './sheets-api.ts';
import { checkCellBudget, countCells, leftOverStaging, stagingTitle } from './worksheets.ts';

/** A first chunk that is not the last one is taken for a quarter of the table; from then on the grid doubles. */
const FIRST_GUESS = 4;

/** A hidden tab that takes the rows until all are there. */
export interface Staging {
  readonly sheetId: number;
  /** Rows that were written. */
  readonly rowCount: number;
  /** Adds rows below the ones that were written. Nobody sees them. */
  write(rows: readonly (readonly CellValue[])[], isLast: boolean): Promise<void>;
  /** Removes the tab; nothing was changed then. */
  discard(): Promise<void>;
}

export interface StagingOptions {
  readonly api: SheetsApi;
  readonly spreadsheet: Spreadsheet;
  /** The tab that the rows are for. */
  readonly target: Worksheet;
  readonly width: number;
}

/**
 * A staging tab that is made with the first rows. Tabs that a killed run left over are removed in the request that makes it. Its id
 * and the end of its title are new each time: a run that lost its lease without noticing keeps addressing a tab that is gone, so it
 * can neither mix its rows into ours nor commit.
 */
export function createStaging({ api, spreadsheet, target, width }: StagingOptions): Staging {
  const { spreadsheetId } = spreadsheet;
  const sheetId = createMetadataId();
  const title = stagingTitle(target.sheetId, randomBytes(4).toString('hex'));
  const leftOver = leftOverStaging(spreadsheet, target.sheetId);
  const otherCells = countCells(
    spreadsheet.worksheets.filter((sheet) => sheet !== target && !leftOver.includes(sheet)),
  );
  let gridRows = 0;
  let rowCount = 0;

  /** At the moment when both tabs hold all rows. */
  function cellsWith(rows: number): number {
    const targetCells = Math.max(target.rowCount, rows) * Math.max(target.columnCount, width);
    return otherCells + targetCells + rows * width;
  }

  async function open(rows: number): Promise<void> {
    const properties = {
      sheetId,
      title,
      hidden: true,
      index: spreadsheet.worksheets.length - leftOver.length,
      gridProperties: { rowCount: rows, columnCount: width },
    };
    await api.batchUpdate(
      spreadsheetId,
      [
        ...leftOver.map((sheet) => ({ deleteSheet: { sheetId: sheet.sheetId } })),
        { addSheet: { properties } },
      ],
      {
        landed: async () =>
          (await api.spreadsheet(spreadsheetId)).worksheets.some((sheet) => sheet.sheetId === sheetId),
      },
    );
  }

  async function makeRoomFor(rows: number, isLast: boolean): Promise<void> {
    if (rows <= gridRows) return;
    checkCellBudget(cellsWith(rows));
    const generous = isLast ? rows : Math.max(gridRows * 2, gridRows === 0 ? rows * FIRST_GUESS : rows);
    const size = cellsWith(generous) <= MAX_CELLS ? generous : rows;
    if (gridRows === 0) await open(size);
    else await api.batchUpdate(spreadsheetId, [setRowCount(sheetId, size)]);
    gridRows = size;
  }

  return {
    sheetId,
    get rowCount() {
      return rowCount;
    },
    write: async (rows, isLast) => {
      await makeRoomFor(rowCount + rows.length, isLast);
      await api.putValues(spreadsheetId, a1Cell(title, rowCount, 0), rows);
      rowCount += rows.length;
    },
    discard: async () => {
      if (gridRows > 0) await api.batchUpdate(spreadsheetId, [{ deleteSheet: { sheetId } }]);
    },
  };
}
