import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { TargetSpreadsheet } from '../../../../lib/connectors/google-sheets/index.ts';
import { ConfigError } from '../../../../lib/errors/index.ts';
import { type SimulatedSheet, spreadsheetId, startSimulatedSheet } from './simulated-sheet.ts';

let sheet: SimulatedSheet;
beforeAll(async () => {
  sheet = await startSimulatedSheet();
});
beforeEach(() => sheet.reset());
afterAll(() => sheet.close());

const byName = {
  spreadsheetName: 'Sign-ups of this year',
  driveFolderId: '1SimFolderInTheSharedDrive0000000',
};

test('a spreadsheet by its id is taken as it is, without a request', async () => {
  const sheets = sheet.connect();

  const target = await TargetSpreadsheet.find(sheets, { spreadsheetId });
  await target.createIfMissing();

  expect(target.id).toBe(spreadsheetId);
  expect(sheets.requestCount).toBe(0);
});

test('a spreadsheet by its name is made once, and found from then on', async () => {
  const first = await TargetSpreadsheet.find(sheet.connect(), byName);
  expect(() => first.id).toThrow(ConfigError);
  await first.createIfMissing();

  const second = await TargetSpreadsheet.find(sheet.connect(), byName);
  await second.createIfMissing();

  expect(second.id).toBe(first.id);
});
