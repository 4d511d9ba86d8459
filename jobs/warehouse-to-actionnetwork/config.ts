import {
  actionNetworkSettings,
  httpSettings,
  integer,
  type SettingsOf,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

export const settings = z.object({
  ...warehouseSettings,
  ...actionNetworkSettings,
  retryFailed: yesOrNo()
    .default(false)
    .meta({ env: 'AN_RETRY_FAILED', flag: 'retry-failed', group: 'Action Network' })
    .describe('Also try people again whom Action Network refused and whose data did not change since.'),
  concurrency: integer({ min: 1, max: 16 })
    .default(4)
    .meta({ env: 'AN_CONCURRENCY', placeholder: '<number>', group: 'Action Network' })
    .describe(
      'People in flight at a time. The rate stays four calls a second; more helps only where answers are slow.',
    ),
  ...httpSettings,
});

export type Settings = SettingsOf<typeof settings>;
