import { choice, secret, text, url } from '../fields.ts';
import type { Complain } from '../rule.ts';

export const SHEETS_MODES = ['overwrite', 'append', 'merge'] as const;

/** What a job needs to reach Google. */
export const googleSettings = {
  googleCredentials: secret()
    .meta({ env: 'GOOGLE_DRIVE_CREDENTIALS', placeholder: '<path or JSON>', group: 'Google' })
    .describe('Path of the key file of a service account, or its JSON itself.'),
  googleApiUrl: url()
    .optional()
    .meta({ env: 'GOOGLE_API_URL', placeholder: '<url>', group: 'Google' })
    .describe('A stand-in for all three Google hosts (token, Sheets, Drive).'),
};

/** Which spreadsheet and tab a job writes to; check them with `spreadsheetRule`. */
export const spreadsheetSettings = {
  spreadsheetId: text()
    .optional()
    .meta({ env: 'SPREADSHEET_ID', flag: 'spreadsheet-id', placeholder: '<id>', group: 'Spreadsheet' })
    .describe('The spreadsheet: the long word in its URL.'),
  spreadsheetName: text()
    .optional()
    .meta({ env: 'SPREADSHEET_NAME', flag: 'spreadsheet-name', placeholder: '<name>', group: 'Spreadsheet' })
    .describe('Instead of the id: its name within DRIVE_FOLDER_ID; it is made when it does not exist.'),
  driveFolderId: text()
    .optional()
    .meta({ env: 'DRIVE_FOLDER_ID', flag: 'drive-folder-id', placeholder: '<id>', group: 'Spreadsheet' })
    .describe('The folder of that spreadsheet, shared with the service account.'),
  worksheet: text()
    .default('Sheet1')
    .meta({ env: 'WORKSHEET', flag: 'worksheet', placeholder: '<name>', group: 'Spreadsheet' })
    .describe('The tab.'),
};

/** How rows are written; jobs that know only some of the modes have a field of their own under the same name. */
export const sheetsModeSettings = {
  sheetsMode: choice(SHEETS_MODES)
    .default('overwrite')
    .meta({ env: 'SHEETS_MODE', flag: 'mode', group: 'Spreadsheet' })
    .describe('overwrite: replace the tab; append: add new rows below; merge: keep what people added.'),
};

export const sheetsQuerySettings = {
  sheetsQuery: text()
    .meta({ env: 'SHEETS_QUERY', flag: 'query', placeholder: '<sql>', group: 'Query' })
    .describe('The SQL query whose rows are written.'),
};

/** Either the id, or name and folder. */
export function spreadsheetRule(
  settings: { spreadsheetId?: string; spreadsheetName?: string; driveFolderId?: string },
  complain: Complain,
): void {
  const { spreadsheetId, spreadsheetName, driveFolderId } = settings;
  if (spreadsheetId !== undefined && spreadsheetName !== undefined) {
    complain('spreadsheetName', 'must not be set together with SPREADSHEET_ID: keep one of them');
  } else if (spreadsheetId === undefined && spreadsheetName === undefined) {
    complain('spreadsheetId', 'is not set: set it, or SPREADSHEET_NAME and DRIVE_FOLDER_ID');
  } else if (spreadsheetName !== undefined && driveFolderId === undefined) {
    complain('driveFolderId', 'is not set: SPREADSHEET_NAME needs the folder in which to look');
  }
}
