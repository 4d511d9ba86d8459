import type { RejectedRows, Table } from '@movement-etl/lib/table';
import { toLocalText, toUtcText } from './legible-date.ts';
import { PERSON_KEYS, type Signup } from './signups.ts';

/** What the spreadsheet shows of a sign-up, in the order of its columns. */
export type AttendanceRow = ReturnType<typeof attendanceTable> extends Table<infer Row> ? Row : never;

/** Sign-ups as people read them: the person in columns, dates in UTC and as the clock at the event's place shows them. */
export function attendanceTable(signups: Table<Signup>, rejected: RejectedRows) {
  return signups
    .unpackDict('person', { keys: PERSON_KEYS, prefix: '' })
    .addColumn('timeslot_start_local', (row) => inLocalTime(row.timeslot_start_date, row.event_timezone), {
      rejected,
    })
    .addColumn('timeslot_end_local', (row) => inLocalTime(row.timeslot_end_date, row.event_timezone), {
      rejected,
    })
    .convertColumn('timeslot_start_date', inUtc, { rejected })
    .convertColumn('timeslot_end_date', inUtc, { rejected })
    .cut(
      'id',
      'event_id',
      'event_title',
      'timeslot_id',
      'timeslot_start_date',
      'timeslot_end_date',
      'event_timezone',
      'timeslot_start_local',
      'timeslot_end_local',
      'status',
      'attended',
      ...PERSON_KEYS,
    );
}

/** How many sign-ups each event has, the ones with most first. */
export function signupsByEvent(attendances: Table<AttendanceRow>) {
  return attendances
    .addColumn('cancelled', ({ status }) => Number(status === 'CANCELLED'))
    .addColumn('came', ({ attended }) => Number(attended === true))
    .addColumn('did_not_come', ({ attended }) => Number(attended === false))
    .aggregate(['event_id', 'event_title'], (of) => ({
      signups: of.count(),
      cancelled: of.sum('cancelled'),
      came: of.sum('came'),
      did_not_come: of.sum('did_not_come'),
    }))
    .sort(['signups', 'event_id'], { descending: true });
}

function inUtc(seconds: number | null): string | null {
  return seconds === null ? null : toUtcText(seconds);
}

function inLocalTime(seconds: number | null, timeZone: string | null): string | null {
  return seconds === null ? null : toLocalText(seconds, timeZone);
}
