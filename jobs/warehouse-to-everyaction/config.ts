import {
  type Complain,
  deliverySettings,
  everyActionSettings,
  httpSettings,
  type SettingsOf,
  withRules,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

const fields = z.object({
  ...warehouseSettings,
  ...everyActionSettings,
  findOrCreate: yesOrNo()
    .default(false)
    .meta({ env: 'VAN_FIND_OR_CREATE', flag: 'find-or-create', group: 'EveryAction' })
    .describe(
      'Look up people whose vanid is empty by first_name, last_name, email, phone and zip, and make those whom EveryAction does not have. Otherwise they are skipped.',
    ),
  ...deliverySettings('VAN', 'EveryAction'),
  ...httpSettings,
});

export type Settings = SettingsOf<typeof fields>;

export const settings = withRules(fields, codeRule);

function codeRule({ vanSourceCodeId, vanActivistCodeId }: Partial<Settings>, complain: Complain): void {
  if (vanSourceCodeId !== undefined || vanActivistCodeId !== undefined) return;
  complain('vanSourceCodeId', 'is not set: set it, or VAN_ACTIVIST_CODE_ID, or both');
}
