export {
  actionNetworkSettings,
  deliverySettings,
  diffSetting,
  everyActionSettings,
  everyJobSettings,
  googleSettings,
  httpSettings,
  LOG_FORMATS,
  LOG_LEVELS,
  mobilizeSettings,
  redshiftSettings,
  SHEETS_MODES,
  sheetsModeSettings,
  sheetsQuerySettings,
  spreadsheetRule,
  spreadsheetSettings,
  VAN_DB_MODES,
} from './common/index.ts';
export { type Environment, readEnvironment } from './environment.ts';
export {
  choice,
  choices,
  decimal,
  instant,
  integer,
  integerList,
  json,
  list,
  secret,
  text,
  url,
  yesOrNo,
} from './fields.ts';
export { didYouMean, nearestName } from './nearest-name.ts';
export { type ReadSettings, readSettings, type SettingSources } from './read-settings.ts';
export { type Complain, type SettingsRule, withRules } from './rule.ts';
export {
  describeSettings,
  type SettingDescription,
  type SettingsOf,
  type SettingsSchema,
} from './settings-schema.ts';
export { settingsTable } from './settings-table.ts';
export { findUnknownNames, type UnknownName } from './unknown-names.ts';
