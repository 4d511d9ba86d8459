import { choice, integer, LOG_LEVELS, type SettingsOf, text } from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

const group = 'Status page';

export const settings = z.object({
  ...warehouseSettings,
  host: text()
    .default('127.0.0.1')
    .meta({ env: 'STATUS_HOST', placeholder: '<address>', group })
    .describe(
      'The address to listen on. The page asks nobody for a password: open it to others behind something that does.',
    ),
  port: integer({ min: 0, max: 65_535 })
    .default(9200)
    .meta({ env: 'STATUS_PORT', placeholder: '<port>', group })
    .describe('The port to listen on; 0: any free one.'),
  timeZone: text()
    .refine(isTimeZone, 'must be a name like America/New_York')
    .default('UTC')
    .meta({ env: 'STATUS_TIME_ZONE', placeholder: '<zone>', group })
    .describe('The zone in which times are shown: America/New_York. Days are UTC everywhere.'),
  logLevel: choice(LOG_LEVELS)
    .default('info')
    .meta({ env: 'LOG_LEVEL', group })
    .describe('trace, debug, info, warn or error.'),
});

export type Settings = SettingsOf<typeof settings>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
