import type { Random } from '../../random.ts';
import { invalidArgument } from '../google-error.ts';
import { sheetById } from './grid-range.ts';
import type { Sheet, Spreadsheet } from './model.ts';

/** What a write needs to know beside the spreadsheet. */
export interface EditContext {
  /** Address of the account that writes; protected ranges look at it. Undefined: a person who may do everything. */
  readonly editor: string | undefined;
  /** Cells that all tabs may have together, empty ones counted. */
  readonly cellLimit: number;
  readonly random: Random;
  /** Year of the simulated clock, for typed dates without one. */
  readonly currentYear: number;
}

/**
 * A spreadsheet while it is being written. A tab is copied (its list of rows, not the rows) when it is first
 * edited, so throwing the draft away undoes everything, and keeping it costs what was changed.
 */
export class SpreadsheetDraft {
  readonly spreadsheet: Spreadsheet;
  readonly context: EditContext;
  readonly #owned = new Set<Sheet>();

  constructor(original: Spreadsheet, context: EditContext) {
    this.spreadsheet = { ...original, revision: original.revision + 1 };
    this.context = context;
  }

  /** A tab that may be changed. @throws GoogleError 400 when there is none of that id. */
  edit(sheetId: number): Sheet {
    const sheet = sheetById(this.spreadsheet, sheetId);
    if (this.#owned.has(sheet)) return sheet;
    const copy: Sheet = {
      ...sheet,
      rows: sheet.rows.slice(),
      rowProperties: sheet.rowProperties.slice(),
      columnProperties: sheet.columnProperties.slice(),
    };
    this.#owned.add(copy);
    this.spreadsheet.sheets = this.spreadsheet.sheets.map((other) => (other === sheet ? copy : other));
    return copy;
  }

  /** Puts a new tab at a place among the others; at the end by default. */
  addSheet(sheet: Sheet, index = this.spreadsheet.sheets.length): void {
    this.#owned.add(sheet);
    this.spreadsheet.sheets = this.spreadsheet.sheets.toSpliced(index, 0, sheet);
    this.assertCellLimit();
  }

  /** @throws GoogleError 400 when the grids have grown above the limit. */
  assertCellLimit(): void {
    const { cellLimit } = this.context;
    const cells = this.spreadsheet.sheets.reduce((sum, sheet) => sum + sheet.rowCount * sheet.columnCount, 0);
    if (cells <= cellLimit) return;
    throw invalidArgument(
      `This action would increase the number of cells in the workbook above the limit of ${cellLimit} cells.`,
    );
  }
}
