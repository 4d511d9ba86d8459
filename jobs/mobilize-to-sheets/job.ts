import type { GoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import type { JobRun } from '@movement-etl/lib/job';
import { RejectedRows, type Table } from '@movement-etl/lib/table';
import { type AttendanceRow, attendanceTable, signupsByEvent } from './attendance-table.ts';
import type { KeepRejected } from './keep-rejected.ts';
import type { Signup } from './signups.ts';
import { writeTab } from './write-tab.ts';

export interface Resources {
  readonly signups: Table<Signup>;
  /** Rows of the source that could not be read, once `signups` has been. */
  readonly unreadable: RejectedRows;
  readonly sheets: GoogleSheets;
  readonly keepRejected: KeepRejected;
}

export interface Options {
  readonly spreadsheetId: string;
  readonly worksheet: string;
  readonly signupsWorksheet: string;
  readonly mode: 'overwrite' | 'append' | 'merge';
  /** `2022-01`: each has a tab of its own, and sign-ups for other months are left out. Empty: all in one tab. */
  readonly months: readonly string[];
  readonly allowEmpty: boolean;
}

/** Brings attendances to a spreadsheet as people read them, and counts the sign-ups of each event. */
export async function mobilizeToSheets(
  { signups, unreadable, sheets, keepRejected }: Resources,
  options: Options,
  run: JobRun,
): Promise<void> {
  const attendances = await run.step('read', async (step) => {
    const limited = run.limit === undefined ? signups : signups.head(run.limit);
    return readAttendances(
      limited.tap((rows) => step.advance(rows.length)),
      { unreadable, keepRejected },
      run,
    );
  });
  try {
    const isEmpty = (await attendances.numRows()) === 0;
    if (isEmpty && !options.allowEmpty) {
      run.logger.warn(
        'no attendances were found, so the spreadsheet is left as it is; --allow-empty empties it',
      );
      return;
    }
    for (const tab of tabsOf(attendances, options)) {
      run.signal.throwIfAborted();
      await run.step(tab.worksheet, (step) => writeTab({ sheets, keepRejected }, tab, run, step));
    }
    await skipOtherMonths(attendances, options, run);
    run.assertFewRejected();
    run.counts.assertBalanced();
  } finally {
    await attendances.close();
  }
}

/**
 * Reads everything once, to disk: several tabs are made of it. Sign-ups without an id (withheld from this key) are skipped:
 * nothing could tell whether the sheet has them already.
 */
async function readAttendances(
  signups: Table<Signup>,
  { unreadable, keepRejected }: Pick<Resources, 'unreadable' | 'keepRejected'>,
  run: JobRun,
) {
  const unusable = new RejectedRows();
  let arrived = 0;
  let withoutId = 0;
  const counted = signups.tap((rows) => {
    arrived += rows.length;
  });
  const attendances = await attendanceTable(counted, unusable)
    .selectRows(({ id }) => {
      if (id === null) withoutId += 1;
      return id !== null;
    })
    .deduplicate('id')
    .sort(['timeslot_start_date', 'id'])
    .materialize();

  run.counts.add({
    read: arrived + unreadable.count,
    rejected: unreadable.count + unusable.count,
    skipped: withoutId,
    duplicates: arrived - unusable.count - withoutId - (await attendances.numRows()),
  });
  await keepRejected([...unreadable.rows, ...unusable.rows], 'source', run);
  return attendances;
}

/** One tab to write: what goes where, and how. */
export interface TabPlan {
  readonly spreadsheetId: string;
  readonly worksheet: string;
  readonly rows: Table<object>;
  readonly mode: 'overwrite' | 'append' | 'merge';
  readonly key: string;
  /** Whole rows in colour. */
  readonly rules: readonly {
    readonly column: string;
    readonly equals: boolean;
    readonly background: string;
  }[];
  /** Whether its rows are records in the accounts of the run; the tab of sums repeats what is counted already. */
  readonly isCounted: boolean;
}

/** People who said they would come and did not. Null, nobody has said, stays white. */
const DID_NOT_COME = { column: 'attended', equals: false, background: '#f4c7c3' };

function tabsOf(attendances: Table<AttendanceRow>, options: Options): TabPlan[] {
  const { spreadsheetId, mode } = options;
  const attendanceTab = (worksheet: string, rows: Table<AttendanceRow>): TabPlan => ({
    spreadsheetId,
    worksheet,
    rows,
    mode,
    key: 'id',
    rules: [DID_NOT_COME],
    isCounted: true,
  });
  const tabs =
    options.months.length === 0
      ? [attendanceTab(options.worksheet, attendances)]
      : options.months.map((month) =>
          attendanceTab(
            month,
            attendances.selectRows((row) => startsIn(row, month)),
          ),
        );
  const sums: TabPlan = {
    spreadsheetId,
    worksheet: options.signupsWorksheet,
    rows: signupsByEvent(attendances),
    mode: 'overwrite',
    key: 'event_id',
    rules: [],
    isCounted: false,
  };
  return [...tabs, sums];
}

/** What belongs to none of the wanted months is in no tab. */
async function skipOtherMonths(
  attendances: Table<AttendanceRow>,
  { months }: Options,
  run: JobRun,
): Promise<void> {
  if (months.length === 0) return;
  const others = attendances.selectRows((row) => !months.some((month) => startsIn(row, month)));
  run.counts.add({ skipped: await others.numRows() });
}

function startsIn({ timeslot_start_date: start }: AttendanceRow, month: string): boolean {
  return start?.startsWith(`${month}-`) ?? false;
}
