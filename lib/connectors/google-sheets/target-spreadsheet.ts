import { ConfigError } from '../../errors/index.ts';
import type { GoogleSheets } from './client.ts';

/** As `spreadsheetSettings` of lib/settings has them: the id, or name and folder. */
export interface SpreadsheetNames {
  readonly spreadsheetId?: string | undefined;
  readonly spreadsheetName?: string | undefined;
  readonly driveFolderId?: string | undefined;
}

/** The spreadsheet to write to: the one with the given id, or the one of the given name in a folder. */
export class TargetSpreadsheet {
  readonly #sheets: GoogleSheets;
  readonly #name: string;
  readonly #folderId: string;
  #id: string | undefined;

  private constructor(
    sheets: GoogleSheets,
    { spreadsheetId, spreadsheetName, driveFolderId }: SpreadsheetNames,
  ) {
    this.#sheets = sheets;
    this.#id = spreadsheetId;
    this.#name = spreadsheetName ?? '';
    this.#folderId = driveFolderId ?? '';
  }

  /** @throws ConfigError when the folder holds several of that name. */
  static async find(sheets: GoogleSheets, names: SpreadsheetNames): Promise<TargetSpreadsheet> {
    const target = new TargetSpreadsheet(sheets, names);
    target.#id ??= (await sheets.findSpreadsheet(target.#name, target.#folderId))?.id;
    return target;
  }

  /** Makes the spreadsheet when there is none of that name. */
  async createIfMissing(): Promise<void> {
    this.#id ??= (await this.#sheets.createSpreadsheet(this.#name, this.#folderId)).id;
  }

  /** @throws ConfigError when it does not exist yet. */
  get id(): string {
    if (this.#id !== undefined) return this.#id;
    throw new ConfigError(
      `there is no spreadsheet "${this.#name}" in the folder DRIVE_FOLDER_ID yet: the first run makes it`,
    );
  }
}
