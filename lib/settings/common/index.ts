import { z } from 'zod';
import { describeSettings } from '../settings-schema.ts';
import { actionNetworkSettings } from './action-network.ts';
import { everyJobSettings } from './every-job.ts';
import { everyActionSettings } from './everyaction.ts';
import { googleSettings, sheetsModeSettings, sheetsQuerySettings, spreadsheetSettings } from './google.ts';
import { httpSettings } from './http.ts';
import { mobilizeSettings } from './mobilize.ts';
import { redshiftSettings } from './redshift.ts';

export { actionNetworkSettings } from './action-network.ts';
export { deliverySettings, diffSetting } from './delivery.ts';
export { everyJobSettings, LOG_FORMATS, LOG_LEVELS } from './every-job.ts';
export { everyActionSettings, VAN_DB_MODES } from './everyaction.ts';
export {
  googleSettings,
  SHEETS_MODES,
  sheetsModeSettings,
  sheetsQuerySettings,
  spreadsheetRule,
  spreadsheetSettings,
} from './google.ts';
export { httpSettings } from './http.ts';
export { mobilizeSettings } from './mobilize.ts';
export { redshiftSettings } from './redshift.ts';

/** The variables that several jobs share: in none of them are they unknown. */
export function sharedNames(): string[] {
  const schema = z.object({
    ...actionNetworkSettings,
    ...everyActionSettings,
    ...everyJobSettings.shape,
    ...googleSettings,
    ...httpSettings,
    ...mobilizeSettings,
    ...redshiftSettings,
    ...sheetsModeSettings,
    ...sheetsQuerySettings,
    ...spreadsheetSettings,
  });
  return describeSettings(schema).map((setting) => setting.env);
}
