import {
  choices,
  httpSettings,
  instant,
  integer,
  mobilizeSettings,
  type SettingsOf,
  yesOrNo,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';
import { ENTITY_NAMES } from './entities.ts';

const group = 'Load';

export const settings = z.object({
  ...mobilizeSettings,
  ...warehouseSettings,
  ...httpSettings,
  entities: choices(ENTITY_NAMES)
    .default([...ENTITY_NAMES])
    .meta({ env: 'MOBILIZE_ENTITIES', flag: 'entities', placeholder: '<name,…>', group })
    .describe(`Which lists to load: ${ENTITY_NAMES.join(', ')}.`),
  fullRefresh: yesOrNo()
    .default(false)
    .meta({ env: 'MOBILIZE_FULL_REFRESH', flag: 'full-refresh', group })
    .describe('Read everything and swap in complete new tables, instead of only what changed.'),
  since: instant()
    .optional()
    .meta({ env: 'MOBILIZE_SINCE', flag: 'since', group })
    .describe(
      'Read again what changed since this day (UTC) or time, instead of since the last run: 2026-11-01, 2026-11-01T06:00:00Z.',
    ),
  allowEmpty: yesOrNo()
    .default(false)
    .meta({ env: 'MOBILIZE_ALLOW_EMPTY', flag: 'allow-empty', group })
    .describe('Let a full refresh replace a table by an empty one.'),
  overlapMinutes: integer({ min: 0, max: 525_600 })
    .default(60)
    .meta({ env: 'MOBILIZE_OVERLAP_MINUTES', placeholder: '<minutes>', group })
    .describe('How far before the newest change of the last run to read again, for changes that show late.'),
});

export type Settings = SettingsOf<typeof settings>;
