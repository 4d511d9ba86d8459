import {
  type Complain,
  googleSettings,
  httpSettings,
  type SettingsOf,
  sheetsModeSettings,
  sheetsQuerySettings,
  spreadsheetRule,
  spreadsheetSettings,
  text,
  withRules,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

export const JOB = 'warehouse-to-sheets';

const fields = z.object({
  sheetsQuery: sheetsQuerySettings.sheetsQuery.optional(),
  queriesDirectory: text()
    .optional()
    .meta({
      env: 'SHEETS_QUERIES_DIRECTORY',
      flag: 'queries',
      placeholder: '<path>',
      group: 'Query',
    })
    .describe('Instead of one query: a folder of .sql files, each for the tab that is named like the file.'),
  sheetsKey: text()
    .optional()
    .meta({ env: 'SHEETS_KEY', flag: 'key', placeholder: '<column>', group: 'Query' })
    .describe('The column that says which rows are the same; append and merge need it.'),
  ...warehouseSettings,
  ...googleSettings,
  ...spreadsheetSettings,
  ...sheetsModeSettings,
  allowEmpty: yesOrNo()
    .default(false)
    .meta({ env: 'SHEETS_ALLOW_EMPTY', flag: 'allow-empty', group: 'Spreadsheet' })
    .describe('Let a query without rows empty its tab (overwrite); otherwise it changes nothing.'),
  ...httpSettings,
});

export type Settings = SettingsOf<typeof fields>;

export const settings = withRules(fields, spreadsheetRule, queryRule, keyRule);

function queryRule({ sheetsQuery, queriesDirectory }: Partial<Settings>, complain: Complain): void {
  if (sheetsQuery !== undefined && queriesDirectory !== undefined) {
    complain('queriesDirectory', 'must not be set together with SHEETS_QUERY: keep one of them');
  } else if (sheetsQuery === undefined && queriesDirectory === undefined) {
    complain(
      'sheetsQuery',
      'is not set: set it, or SHEETS_QUERY_FILE (a .sql file), or SHEETS_QUERIES_DIRECTORY (a folder of them)',
    );
  }
}

function keyRule({ sheetsMode, sheetsKey }: Partial<Settings>, complain: Complain): void {
  if (sheetsKey !== undefined || sheetsMode === undefined || sheetsMode === 'overwrite') return;
  complain('sheetsKey', `is not set: the mode ${sheetsMode} needs it to know which rows are there already`);
}
