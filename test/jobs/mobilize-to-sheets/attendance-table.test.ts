import { RejectedRows, Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';
import { attendanceTable, signupsByEvent } from '../../../jobs/mobilize-to-sheets/attendance-table.ts';
import { type Signup, signupOfAttendance } from '../../../jobs/mobilize-to-sheets/signups.ts';

const signup = (change: Partial<Signup>): Signup => ({ ...signupOfAttendance({}), ...change });
const tableOf = (...signups: Signup[]) => attendanceTable(Table.fromRows(signups), new RejectedRows());

describe('the table of attendances', () => {
  it('has the id of the sign-up and the id of the person, and no column twice', async () => {
    const table = tableOf(signup({ id: 7, person: { ...signup({}).person, user_id: 1 } }));

    const columns = await table.columns();

    expect(new Set(columns).size).toBe(columns.length);
    expect(await table.toArray()).toMatchObject([{ id: 7, user_id: 1 }]);
  });

  it('rejects a date that is no date, with its column, and keeps the others', async () => {
    const rejected = new RejectedRows();
    const signups = [signup({ id: 1, timeslot_start_date: 9e15 }), signup({ id: 2, timeslot_start_date: 0 })];

    const rows = await attendanceTable(Table.fromRows(signups), rejected).toArray();

    expect(rows).toMatchObject([{ id: 2, timeslot_start_date: '1970-01-01 00:00:00' }]);
    expect(rejected.rows).toMatchObject([{ rowNumber: 1, column: 'timeslot_start_date' }]);
  });

  it('has its columns without any row, and is read twice', async () => {
    const table = attendanceTable(
      Table.fromRows<Signup>([], { columns: Object.keys(signup({})) as (keyof Signup)[] }),
      new RejectedRows(),
    );

    expect(await table.toArray()).toEqual([]);
    expect(await table.toArray()).toEqual([]);
    expect(await table.columns()).toContain('timeslot_start_local');
  });
});

describe('the sign-ups by event', () => {
  it('count all, cancelled, came and did not come, the largest event first', async () => {
    const of = (event_id: number, change: Partial<Signup> = {}) =>
      signup({ event_id, event_title: `E${event_id}`, ...change });
    const table = tableOf(
      of(1),
      of(2, { attended: true }),
      of(2, { attended: false }),
      of(2, { status: 'CANCELLED', attended: null }),
    );

    expect(await signupsByEvent(table).toArray()).toEqual([
      { event_id: 2, event_title: 'E2', signups: 3, cancelled: 1, came: 1, did_not_come: 1 },
      { event_id: 1, event_title: 'E1', signups: 1, cancelled: 0, came: 0, did_not_come: 0 },
    ]);
  });
});
