import {
  actionNetworkSettings,
  type Complain,
  deliverySettings,
  diffSetting,
  httpSettings,
  integer,
  json,
  type SettingsOf,
  text,
  withRules,
} from '@movement-etl/lib/settings';
import { warehouseSettings } from '@movement-etl/lib/warehouse';
import { z } from 'zod';
import { mappingSchema } from './mapping.ts';
import type { ListOptions } from './people.ts';

const group = 'Action Network';
const DEFAULT_LIST = 'users_to_sync';

const fields = z.object({
  ...warehouseSettings,
  ...actionNetworkSettings,
  query: text()
    .optional()
    .meta({ env: 'AN_QUERY', placeholder: '<sql>', group })
    .describe(
      'SQL that returns the people: mobilizeid, email_address, phone_number, given_name and so on. When not set: everybody in mobilize.users_to_sync.',
    ),
  list: text()
    .default(DEFAULT_LIST)
    .meta({ env: 'AN_LIST', flag: 'list', placeholder: '<name>', group })
    .describe('What the people of AN_QUERY are called in the log, which tells several lists apart.'),
  mapping: json(mappingSchema)
    .optional()
    .meta({ env: 'AN_MAPPING', placeholder: '<json>', group })
    .describe(
      'Which column goes to which field, where they are not called the same, as JSON: {"email_address": "email", "custom_fields": {"Hub": "hub"}, "tags": "groups"}.',
    ),
  ...deliverySettings('AN', group),
  diff: diffSetting('AN', group),
  concurrency: integer({ min: 1, max: 16 })
    .default(8)
    .meta({ env: 'AN_CONCURRENCY', placeholder: '<number>', group })
    .describe(
      'People in flight at a time. The rate stays four calls a second; more helps only where answers or the warehouse are slow.',
    ),
  ...httpSettings,
});

export type Settings = SettingsOf<typeof fields>;

export const settings = withRules(fields, listRule);

export function listOptions({ query, list, mapping = {}, actionNetworkTag }: Settings): ListOptions {
  if (query !== undefined) return { query, name: list, mapping, tag: actionNetworkTag };
  const attendees = 'SELECT * FROM mobilize.users_to_sync';
  return { query: attendees, name: list, mapping, tag: actionNetworkTag ?? 'Mobilize Event Attendee' };
}

/** Ids of two queries may mean different people, and what is sent of one would be sent of the other every night. */
function listRule({ query, list }: Partial<Settings>, complain: Complain): void {
  if (query !== undefined && list === DEFAULT_LIST) {
    complain('list', 'is not set: give the people of AN_QUERY a name');
  }
}
