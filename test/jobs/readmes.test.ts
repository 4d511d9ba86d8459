import { readFileSync } from 'node:fs';
import { type SettingsSchema, settingsTable } from '@movement-etl/lib/settings';
import { describe, expect, it } from 'vitest';
import { settings as mobilizeToSheets } from '../../jobs/mobilize-to-sheets/config.ts';
import { settings as mobilizeToWarehouse } from '../../jobs/mobilize-to-warehouse/config.ts';
import { settings as warehouseToActionNetwork } from '../../jobs/warehouse-to-actionnetwork/config.ts';
import { settings as warehouseToSheets } from '../../jobs/warehouse-to-sheets/config.ts';
import { settings as warehouseTransform } from '../../jobs/warehouse-transform/config.ts';

const SETTINGS: Readonly<Record<string, SettingsSchema>> = {
  'mobilize-to-sheets': mobilizeToSheets,
  'mobilize-to-warehouse': mobilizeToWarehouse,
  'warehouse-transform': warehouseTransform,
  'warehouse-to-actionnetwork': warehouseToActionNetwork,
  'warehouse-to-sheets': warehouseToSheets,
};

/** Widths of columns are a matter of formatting. */
const withoutPadding = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

describe.each(Object.entries(SETTINGS))('the README of %s', (job, schema) => {
  const readme = readFileSync(new URL(`../../jobs/${job}/README.md`, import.meta.url), 'utf8');

  it('has the table of settings that the job reads', () => {
    expect(withoutPadding(readme)).toContain(withoutPadding(settingsTable(schema)));
  });

  it('says what it moves, how often, whether it may be run twice, and what to do when it fails', () => {
    expect(readme).toMatch(new RegExp(`^# ${job}\n\n\\S`));
    for (const question of ['**How often.**', '**Safe to run twice?**', '**When it fails.**']) {
      expect(readme).toContain(question);
    }
  });
});
