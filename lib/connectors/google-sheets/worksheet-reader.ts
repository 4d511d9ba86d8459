import { PermanentError } from '../../errors/index.ts';
import { Table } from '../../table/index.ts';
import { a1Range, quoteTitle } from './a1.ts';
import type { CellValue } from './cells.ts';
import { checkHeader, readNames } from './header.ts';
import type { Worksheet } from './schema.ts';
import type { SheetsApi } from './sheets-api.ts';
import { findWorksheet, type WorksheetTarget } from './worksheets.ts';

const MAX_ROWS_PER_READ = 10_000;
const MAX_CELLS_PER_READ = 200_000;

export interface ReadOptions {
  /** `text` (the default): every cell as people see it. `typed`: numbers and booleans as such, dates as serial day numbers. */
  readonly cells?: 'text' | 'typed';
}

/** A row of a tab by column name; an empty cell is ''. */
export type SheetRow = Record<string, string | number | boolean>;

/**
 * A tab as a table: row 1 names the columns, each read of the table reads the tab anew, in chunks of at most 10,000 rows. Rows that are
 * cut short are filled up with empty text; blank rows below the last one are left out, blank rows in between are kept.
 *
 * @throws ConfigError when the tab is missing, or a name in row 1 is blank or there twice.
 */
export async function readWorksheet(
  api: SheetsApi,
  { spreadsheetId, worksheet: title }: WorksheetTarget,
  { cells = 'text' }: ReadOptions = {},
): Promise<Table<SheetRow>> {
  const render = cells === 'text' ? 'FORMATTED_VALUE' : 'UNFORMATTED_VALUE';
  const { names } = await readHeader();
  return Table.fromBatches(() => readBatches(), { columns: names });

  async function readHeader(): Promise<{ worksheet: Worksheet; names: string[] }> {
    const worksheet = findWorksheet(await api.spreadsheet(spreadsheetId), title);
    const [headerRow = []] = await api.values(spreadsheetId, `${quoteTitle(title)}!1:1`);
    const headerNames = readNames(headerRow);
    checkHeader(headerNames, title);
    return { worksheet, names: headerNames };
  }

  async function* readBatches(): AsyncGenerator<SheetRow[]> {
    const { worksheet, names: namesNow } = await readHeader();
    if (names.join('\0') !== namesNow.join('\0')) {
      throw new PermanentError(`the columns of the tab "${title}" were changed while it was read`);
    }
    if (names.length === 0) return;
    const rowsPerRead = Math.max(
      1,
      Math.min(MAX_ROWS_PER_READ, Math.floor(MAX_CELLS_PER_READ / names.length)),
    );
    let blankRows = 0;
    for (let startRow = 1; startRow < worksheet.rowCount; startRow += rowsPerRead) {
      const endRow = Math.min(startRow + rowsPerRead, worksheet.rowCount);
      const values = await api.values(
        spreadsheetId,
        a1Range(title, { startRow, endRow, startColumn: 0, endColumn: names.length }),
        render,
      );
      const kept = values.slice(
        0,
        values.findLastIndex((row) => row.some((cell) => cell !== '' && cell !== null)) + 1,
      );
      if (kept.length > 0) {
        const blanks = Array.from({ length: blankRows }, () => toRow([], names));
        yield [...blanks, ...kept.map((row) => toRow(row, names))];
        blankRows = 0;
      }
      blankRows += endRow - startRow - kept.length;
    }
  }
}

function toRow(cells: readonly CellValue[], names: readonly string[]): SheetRow {
  return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
}
