import { createGoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import { silentLogger } from '@movement-etl/lib/logging';
import { signupsOf } from './6-select.ts';

const sheets = createGoogleSheets({
  credentials: process.env.GOOGLE_DRIVE_CREDENTIALS ?? '',
  apiUrl: process.env.GOOGLE_API_URL,
  logger: silentLogger,
});
const target = { spreadsheetId: process.env.SPREADSHEET_ID ?? '', worksheet: 'January' };

await sheets.addSheet(target);
const { written } = await sheets.overwrite(target, signupsOf('2022-01'));
console.log('overwritten with', written, 'rows');

const { appended } = await sheets.append(target, signupsOf('2022-02'), { key: 'id' });
console.log('appended', appended, 'rows');

const again = await sheets.append(target, signupsOf('2022-02'), { key: 'id' });
console.log('appended', again.appended, 'rows,', again.alreadyThere, 'were there already');
