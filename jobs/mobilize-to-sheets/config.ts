import {
  type Complain,
  googleSettings,
  httpSettings,
  list,
  mobilizeSettings,
  type SettingsOf,
  sheetsModeSettings,
  spreadsheetRule,
  spreadsheetSettings,
  text,
  withRules,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

const group = 'Source';

const fields = z.object({
  mobilizeApiKey: mobilizeSettings.mobilizeApiKey.optional(),
  mobilizeOrganizationIds: mobilizeSettings.mobilizeOrganizationIds.optional(),
  mobilizeApiUrl: mobilizeSettings.mobilizeApiUrl,
  mobilizeCallsPerSecond: mobilizeSettings.mobilizeCallsPerSecond,
  sourceSpreadsheetId: text()
    .optional()
    .meta({ env: 'SOURCE_SPREADSHEET_ID', flag: 'source-spreadsheet-id', placeholder: '<id>', group })
    .describe(
      'Read the attendances from this spreadsheet instead of from Mobilize, as in the Parsons training guide.',
    ),
  sourceWorksheet: text()
    .optional()
    .meta({ env: 'SOURCE_WORKSHEET', flag: 'source-worksheet', placeholder: '<name>', group })
    .describe('The tab to read there; the first one when not set.'),
  months: list()
    .optional()
    .meta({ env: 'MONTHS', flag: 'months', placeholder: '<YYYY-MM,…>', group })
    .describe(
      'Only timeslots that start in these months (UTC), each month in a tab of its own: 2022-01,2022-02.',
    ),
  ...googleSettings,
  ...spreadsheetSettings,
  ...sheetsModeSettings,
  signupsWorksheet: text()
    .default('Sign-ups by event')
    .meta({
      env: 'SIGNUPS_WORKSHEET',
      flag: 'signups-worksheet',
      placeholder: '<name>',
      group: 'Spreadsheet',
    })
    .describe('The tab with the number of sign-ups of each event; it is made when it does not exist.'),
  allowEmpty: yesOrNo()
    .default(false)
    .meta({ env: 'SHEETS_ALLOW_EMPTY', flag: 'allow-empty', group: 'Spreadsheet' })
    .describe('Let a run that found no attendances empty the tabs; otherwise it changes nothing.'),
  ...httpSettings,
  ...warehouseSettings,
});

export type Settings = SettingsOf<typeof fields>;

export const settings = withRules(fields, spreadsheetRule, sourceRule, monthsRule);

function sourceRule(
  { sourceSpreadsheetId, mobilizeApiKey, mobilizeOrganizationIds }: Partial<Settings>,
  complain: Complain,
): void {
  if (sourceSpreadsheetId !== undefined) return;
  const remedy = 'is not set: set it, or SOURCE_SPREADSHEET_ID to read from a spreadsheet';
  if (mobilizeApiKey === undefined) complain('mobilizeApiKey', remedy);
  if (mobilizeOrganizationIds === undefined) complain('mobilizeOrganizationIds', remedy);
}

function monthsRule({ months = [] }: Partial<Settings>, complain: Complain): void {
  const wrong = months.filter((month) => !/^\d{4}-(0[1-9]|1[0-2])$/.test(month));
  if (wrong.length > 0) complain('months', 'must be months such as 2022-01, separated by commas');
}
