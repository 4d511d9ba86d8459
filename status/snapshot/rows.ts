import type { Day, FailingPeople, Rejection, Run, RunState } from './snapshot.ts';

/** Sums come as text, because a number may be too small for them; those here are counts of rows. */
type Count = number | bigint | string | null;

export interface LastRunRow {
  readonly job: string;
  readonly target: string | null;
  readonly last_done_at: Date | null;
  readonly late_after: Date | null;
}

export interface RunRow {
  readonly job: string;
  readonly target: string | null;
  readonly run_id: string;
  readonly status: string;
  readonly exit_code: number | null;
  readonly started_at: Date;
  readonly duration_ms: Count;
  readonly rows_read: Count;
  readonly rows_written: Count;
  readonly rows_duplicate: Count;
  readonly rows_skipped: Count;
  readonly rows_rejected: Count;
  readonly rows_failed: Count;
  readonly error_class: string | null;
  readonly error_message: string | null;
  readonly lease_expires_at: Date | null;
}

export interface DayRow {
  readonly job: string;
  readonly target: string | null;
  readonly day: string;
  readonly runs: Count;
  readonly runs_done: Count;
  readonly runs_failed: Count;
  readonly rows_written: Count;
  readonly longest_ms: Count;
}

export interface FailingPeopleRow {
  readonly job: string;
  readonly outcome: string;
  readonly http_status: number | null;
  readonly reason: string | null;
  readonly people: Count;
  readonly since: Date;
}

export interface RejectionRow {
  readonly job: string;
  readonly target: string | null;
  readonly column_name: string | null;
  readonly reason: string;
  readonly records: Count;
}

export function toRun(row: RunRow, now: Date): Run {
  return {
    runId: row.run_id,
    state: stateOf(row, now),
    exitCode: row.exit_code ?? undefined,
    startedAt: row.started_at,
    durationMs: toCount(row.duration_ms),
    rowsRead: toCount(row.rows_read),
    rowsWritten: toCount(row.rows_written),
    rowsDuplicate: toCount(row.rows_duplicate),
    rowsSkipped: toCount(row.rows_skipped),
    rowsRejected: toCount(row.rows_rejected),
    rowsFailed: toCount(row.rows_failed),
    error:
      row.error_class === null ? undefined : { class: row.error_class, message: row.error_message ?? '' },
  };
}

/** A run that says it is running without a lease of its own is no more; the next one will write that down. */
function stateOf({ status, lease_expires_at: leaseExpiresAt }: RunRow, now: Date): RunState {
  switch (status) {
    case 'succeeded':
    case 'partial':
    case 'failed':
    case 'stopped':
      return status;
    case 'running':
      return leaseExpiresAt !== null && leaseExpiresAt > now ? 'running' : 'killed';
    default:
      return 'killed';
  }
}

export function toDay(row: DayRow): Day {
  return {
    day: row.day,
    runs: toCount(row.runs) ?? 0,
    runsDone: toCount(row.runs_done) ?? 0,
    runsFailed: toCount(row.runs_failed) ?? 0,
    rowsWritten: toCount(row.rows_written) ?? 0,
    longestMs: toCount(row.longest_ms),
  };
}

export function toFailingPeople(row: FailingPeopleRow): FailingPeople {
  return {
    job: row.job,
    outcome: row.outcome,
    httpStatus: row.http_status ?? undefined,
    reason: row.reason ?? 'no reason was given',
    people: toCount(row.people) ?? 0,
    since: row.since,
  };
}

export function toRejection(row: RejectionRow): Rejection {
  return {
    job: row.job,
    target: row.target ?? '',
    column: row.column_name ?? undefined,
    reason: row.reason,
    records: toCount(row.records) ?? 0,
  };
}

export function toCount(value: Count): number | undefined {
  return value === null ? undefined : Number(value);
}
