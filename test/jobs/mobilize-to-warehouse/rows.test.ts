import { readFileSync } from 'node:fs';
import { hardCaseRows } from '@movement-etl/simulators';
import { describe, expect, it } from 'vitest';
import { flattenAttendance } from '../../../jobs/mobilize-to-warehouse/rows/attendance-row.ts';
import { flattenDeletedEvent } from '../../../jobs/mobilize-to-warehouse/rows/deleted-event-row.ts';
import { flattenEvent } from '../../../jobs/mobilize-to-warehouse/rows/event-row.ts';
import { flattenOrganization } from '../../../jobs/mobilize-to-warehouse/rows/organization-row.ts';
import { flattenPerson } from '../../../jobs/mobilize-to-warehouse/rows/person-row.ts';
import { toDate, toJson } from '../../../jobs/mobilize-to-warehouse/rows/values.ts';

const migration = readFileSync(new URL('../../../sql/migrations/0002_mobilize.sql', import.meta.url), 'utf8');

/** The names of a table's columns, as the migration makes it. */
function columnsOf(table: string): string[] {
  const body =
    new RegExp(`CREATE TABLE mobilize\\.${table} \\(([\\s\\S]*?)\\n\\);`).exec(migration)?.[1] ?? '';
  return [...body.matchAll(/^ {2}([a-z_0-9]+) /gm)].map(([, name]) => name ?? '');
}

const FLATTENED = {
  attendances: flattenAttendance({}, 1),
  events: flattenEvent({}, 1),
  deleted_events: flattenDeletedEvent({}, 1),
  people: flattenPerson({}, 1),
  organizations: flattenOrganization({}),
};

describe.each(Object.entries(FLATTENED))('a row of %s', (table, empty) => {
  it('has exactly the columns of its table', () => {
    expect(Object.keys(empty).sort()).toEqual(columnsOf(table).sort());
  });

  it('is null wherever Mobilize withholds the value', () => {
    const { organization_id: _, ...others } = empty as Record<string, unknown>;

    expect(Object.values(others).every((value) => value === null)).toBe(true);
  });
});

describe('an attendance', () => {
  it.each(hardCaseRows.map((row, index) => ({ row, index })))(
    'is flattened whatever is missing: $index',
    ({ row }) => {
      const flat = flattenAttendance(row, 1251);

      expect(Object.keys(flat)).toEqual(Object.keys(FLATTENED.attendances));
      expect(Object.values(flat)).not.toContain(undefined);
    },
  );

  it('takes the older number of the person where there is no other', () => {
    expect(flattenAttendance({ person: { id: 7 } }, 1).person_id).toBe(7);
    expect(flattenAttendance({ person: { id: 7, person_id: 8 } }, 1).person_id).toBe(8);
  });
});

describe('values', () => {
  it('are dates where Mobilize has seconds, also for the second 0', () => {
    expect(toDate(0)).toEqual(new Date(0));
    expect(toDate(1_700_000_100)).toEqual(new Date('2023-11-14T22:15:00Z'));
    expect([toDate(null), toDate(undefined)]).toEqual([null, null]);
  });

  it('are JSON where Mobilize has lists, an empty one too', () => {
    expect([toJson([]), toJson({ a: 1 }), toJson(null), toJson(undefined)]).toEqual([
      '[]',
      '{"a":1}',
      null,
      null,
    ]);
  });
});
