import { ConfigError } from '../../errors/index.ts';
import { MAX_CELLS } from './limits.ts';
import type { Spreadsheet, Worksheet } from './schema.ts';

/** One tab of one spreadsheet, by its title. */
export interface WorksheetTarget {
  /** The part of the spreadsheet's URL after `/d/`. */
  readonly spreadsheetId: string;
  /** The title as people see it on the tab. */
  readonly worksheet: string;
}

/** @throws ConfigError that lists the tabs there are, when none has the title or it holds no cells (a chart, for example). */
export function findWorksheet(spreadsheet: Spreadsheet, title: string): Worksheet {
  const found = spreadsheet.worksheets.find((worksheet) => worksheet.title === title);
  if (found === undefined) {
    const titles = spreadsheet.worksheets
      .filter(({ title }) => !isStagingTitle(title))
      .map(({ title }) => `"${title}"`);
    throw new ConfigError(
      `the spreadsheet has no tab "${title}" (renamed or deleted?): it has ${titles.join(', ')}; rename the tab back or change WORKSHEET`,
    );
  }
  if (found.sheetType !== 'GRID') {
    throw new ConfigError(
      `the tab "${title}" holds no cells but is of the type ${found.sheetType}: choose another tab`,
    );
  }
  return found;
}

const stagingPrefix = '_etl_staging_';

/** The title of a staging tab for the tab with this id: the same beginning always, so that one that was left over is known. */
export function stagingTitle(sheetId: number, nonce: string): string {
  return `${stagingPrefix}${sheetId}_${nonce}`;
}

export function isStagingTitle(title: string): boolean {
  return title.startsWith(stagingPrefix);
}

/** Staging tabs for the tab with this id that a killed run left behind. */
export function leftOverStaging(spreadsheet: Spreadsheet, sheetId: number): Worksheet[] {
  const title = `${stagingPrefix}${sheetId}`;
  return spreadsheet.worksheets.filter(
    (sheet) => sheet.title === title || sheet.title.startsWith(`${title}_`),
  );
}

/** Cells of the grid, filled or not: that is what Google counts. */
export function countCells(worksheets: readonly Worksheet[]): number {
  return worksheets.reduce((sum, { rowCount, columnCount }) => sum + rowCount * columnCount, 0);
}

/** @throws ConfigError when the spreadsheet would have more cells than Google allows. */
export function checkCellBudget(cellCount: number): void {
  if (cellCount <= MAX_CELLS) return;
  throw new ConfigError(
    `the spreadsheet would have ${cellCount.toLocaleString('en')} cells, Google allows ${MAX_CELLS.toLocaleString('en')} over all tabs, ` +
      'empty ones included: delete unused tabs, rows and columns, write fewer columns, or use a new spreadsheet',
  );
}
