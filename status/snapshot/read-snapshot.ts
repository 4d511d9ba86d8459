import { PermanentError } from '@movement-etl/lib/errors';
import type { Logger } from '@movement-etl/lib/logging';
import type { Warehouse } from '@movement-etl/lib/warehouse';
import { DAYS, FAILING_PEOPLE, HAS_VIEWS, LAST_RUNS, RECENT_RUNS, REJECTIONS } from './queries.ts';
import {
  type DayRow,
  type FailingPeopleRow,
  type LastRunRow,
  type RejectionRow,
  type RunRow,
  toCount,
  toDay,
  toFailingPeople,
  toRejection,
  toRun,
} from './rows.ts';
import {
  type Backlog,
  type Day,
  type JobStatus,
  needsSomebody,
  type Run,
  type Snapshot,
} from './snapshot.ts';

export interface SnapshotOptions {
  readonly now: Date;
  /** The text of sql/reports/backlog.sql. */
  readonly backlogSql: string;
  readonly logger: Logger;
}

/** How far back the plots go. */
const DAY_COUNT = 14;
const DAY_MS = 86_400_000;

/**
 * Looks at how the jobs are doing. Reads only: every query goes through a cursor in a READ ONLY transaction.
 *
 * @throws TransientError when the warehouse does not answer. @throws ConfigError when it does not let us read the views.
 */
export async function readSnapshot(
  warehouse: Pick<Warehouse, 'query'>,
  { now, backlogSql, logger }: SnapshotOptions,
): Promise<Snapshot> {
  const rowsOf = <R extends object>(sql: string, values?: readonly unknown[]) =>
    warehouse.query<R>(sql, values).toArray();

  const isSetUp = (await rowsOf(HAS_VIEWS)).length > 0;
  if (!isSetUp) {
    return { takenAt: now, isSetUp, jobs: [], backlog: undefined, failingPeople: [], rejections: [] };
  }
  const days = lastDays(now);
  const lastRuns = await rowsOf<LastRunRow>(LAST_RUNS);
  const runs = await rowsOf<RunRow>(RECENT_RUNS);
  const dayRows = await rowsOf<DayRow>(DAYS, [days[0]]);
  return {
    takenAt: now,
    isSetUp,
    jobs: lastRuns
      .flatMap((row) => jobStatus(row, { runs, dayRows, days, now }))
      .sort((one, other) => Number(needsSomebody(other)) - Number(needsSomebody(one))),
    backlog: await readBacklog(() => rowsOf<BacklogRow>(backlogSql), logger),
    failingPeople: (await rowsOf<FailingPeopleRow>(FAILING_PEOPLE)).map(toFailingPeople),
    rejections: (await rowsOf<RejectionRow>(REJECTIONS)).map(toRejection),
  };
}

interface JobParts {
  readonly runs: readonly RunRow[];
  readonly dayRows: readonly DayRow[];
  readonly days: readonly string[];
  readonly now: Date;
}

/** None where the run came between two of the queries. */
function jobStatus(
  { job, target, last_done_at: lastDoneAt, late_after: lateAfter }: LastRunRow,
  { runs, dayRows, days, now }: JobParts,
): JobStatus[] {
  const isOwn = (row: { readonly job: string; readonly target: string | null }) =>
    row.job === job && row.target === target;
  const recent = runs.filter(isOwn).map((row) => toRun(row, now));
  const [last] = recent;
  if (last === undefined) return [];
  const known = new Map(dayRows.filter(isOwn).map((row) => [row.day, toDay(row)]));
  return [
    {
      job,
      target: target ?? '',
      last,
      lastDoneAt: lastDoneAt ?? undefined,
      lateAfter: lateAfter ?? undefined,
      isLate: lateAfter !== null && lateAfter < now && last.state !== 'running',
      recent,
      days: days.map((day) => withLost(known.get(day) ?? emptyDay(day), last)),
    },
  ];
}

/** The view counts a run as under way until the next one writes down that it was killed. */
function withLost(day: Day, last: Run): Day {
  const isLost = last.state === 'killed' && last.startedAt.toISOString().startsWith(day.day);
  return isLost && day.runs > day.runsDone + day.runsFailed
    ? { ...day, runsFailed: day.runsFailed + 1 }
    : day;
}

function emptyDay(day: string): Day {
  return { day, runs: 0, runsDone: 0, runsFailed: 0, rowsWritten: 0, longestMs: undefined };
}

/** The days of the plots, the oldest first; in UTC, as the view counts them. */
function lastDays(now: Date): string[] {
  return Array.from({ length: DAY_COUNT }, (_, index) =>
    new Date(now.getTime() - (DAY_COUNT - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

interface BacklogRow {
  readonly standing: keyof Backlog;
  readonly people: number | bigint;
}

/** A team's own transforms may have no such table; that must not cost the rest of the page. */
async function readBacklog(
  readRows: () => Promise<readonly BacklogRow[]>,
  logger: Logger,
): Promise<Backlog | undefined> {
  try {
    const backlog = { new: 0, changed: 0, retry: 0, refused: 0, done: 0 };
    for (const { standing, people } of await readRows()) backlog[standing] = toCount(people) ?? 0;
    return backlog;
  } catch (error) {
    if (!isOurMatter(error)) throw error;
    logger.debug({ err: error }, 'the people still to be sent could not be counted');
    return undefined;
  }
}

/** No such table, or no right to it: the warehouse itself is there. */
function isOurMatter(error: unknown): boolean {
  return error instanceof Error && (error instanceof PermanentError || error.name === 'ConfigError');
}
