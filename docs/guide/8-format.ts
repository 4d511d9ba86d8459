import { createGoogleSheets, toSerialNumber } from '@movement-etl/lib/connectors/google-sheets';
import { silentLogger } from '@movement-etl/lib/logging';
import { signups } from './4-unpack.ts';

const sheets = createGoogleSheets({
  credentials: process.env.GOOGLE_DRIVE_CREDENTIALS ?? '',
  apiUrl: process.env.GOOGLE_API_URL,
  logger: silentLogger,
});
const target = { spreadsheetId: process.env.SPREADSHEET_ID ?? '', worksheet: 'Sign-ups' };
const dateWithTime = { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm' };

const rows = signups
  .selectRows(({ id }) => id !== null)
  .convertColumn('starts_at', (date) => date && toSerialNumber(date))
  .convertColumn('ends_at', (date) => date && toSerialNumber(date))
  .sort('starts_at', { descending: true });

await sheets.addSheet(target);
await sheets.overwrite(target, rows, {
  format: {
    rules: [{ column: 'attended', equals: false, background: '#f4c7c3' }],
    numberFormats: { starts_at: dateWithTime, ends_at: dateWithTime },
    columnWidths: { event_title: 240 },
    filter: true,
  },
});

const shown = await sheets.readWorksheet(target);
console.log(await shown.cut('id', 'starts_at', 'attended').preview(5));
