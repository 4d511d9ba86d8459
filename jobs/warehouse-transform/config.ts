import { type SettingsOf, text } from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';

export const settings = z.object({
  ...warehouseSettings,
  directory: text()
    .optional()
    .meta({ env: 'TRANSFORMS_DIRECTORY', flag: 'directory', placeholder: '<path>', group: 'Transform' })
    .describe('The folder with the .sql files; the ones of this project when not set.'),
});

export type Settings = SettingsOf<typeof settings>;
