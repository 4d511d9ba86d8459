/** How a job is doing; `killed` also where no later run has written it down yet. */
export type RunState = 'running' | 'succeeded' | 'partial' | 'failed' | 'stopped' | 'killed';

/** One run as it stands in etl.job_runs. */
export interface Run {
  readonly runId: string;
  readonly state: RunState;
  readonly exitCode: number | undefined;
  readonly startedAt: Date;
  readonly durationMs: number | undefined;
  readonly rowsRead: number | undefined;
  readonly rowsWritten: number | undefined;
  readonly rowsDuplicate: number | undefined;
  readonly rowsSkipped: number | undefined;
  readonly rowsRejected: number | undefined;
  readonly rowsFailed: number | undefined;
  /** Without personal data and secrets, as the run wrote it. */
  readonly error: { readonly class: string; readonly message: string } | undefined;
}

/** What a job did on one day (UTC). */
export interface Day {
  /** `2026-11-21`. */
  readonly day: string;
  readonly runs: number;
  readonly runsDone: number;
  readonly runsFailed: number;
  readonly rowsWritten: number;
  readonly longestMs: number | undefined;
}

/** One job against one target. */
export interface JobStatus {
  readonly job: string;
  readonly target: string;
  readonly last: Run;
  /** When the last run began that was done, if only in part. */
  readonly lastDoneAt: Date | undefined;
  /** From when on the job is late; undefined: it is never expected. */
  readonly lateAfter: Date | undefined;
  readonly isLate: boolean;
  /** The last runs, the newest first; `last` is the first of them. */
  readonly recent: readonly Run[];
  /** Every day of the last two weeks, the oldest first, those without a run too. */
  readonly days: readonly Day[];
}

/** Why the people still to be sent are still to be sent; the words of sql/reports/backlog.sql. */
export type Standing = 'new' | 'changed' | 'retry' | 'refused' | 'done';

export type Backlog = Readonly<Record<Standing, number>>;

/** People whom a sync left out, for one reason. */
export interface FailingPeople {
  readonly job: string;
  readonly outcome: string;
  readonly httpStatus: number | undefined;
  readonly reason: string;
  readonly people: number;
  readonly since: Date;
}

/** Records that the last run of a job could not use, for one reason. */
export interface Rejection {
  readonly job: string;
  readonly target: string;
  readonly column: string | undefined;
  readonly reason: string;
  readonly records: number;
}

/** Everything that the page shows, as the warehouse had it at one time. It names nobody. */
export interface Snapshot {
  readonly takenAt: Date;
  /** False: no job has ever run against this warehouse, or none that knows of these views. */
  readonly isSetUp: boolean;
  /** Those that need somebody first, then by name. */
  readonly jobs: readonly JobStatus[];
  /** Undefined: the warehouse has no mobilize.users_to_sync, or does not let us look. */
  readonly backlog: Backlog | undefined;
  readonly failingPeople: readonly FailingPeople[];
  readonly rejections: readonly Rejection[];
}

/** Whether somebody has to look at a job: it did not end well, or it is late. */
export function needsSomebody({ last, isLate }: Pick<JobStatus, 'last' | 'isLate'>): boolean {
  return isLate || last.state === 'failed' || last.state === 'killed' || last.state === 'stopped';
}
