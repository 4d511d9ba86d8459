import { Buffer } from 'node:buffer';
import { dialects } from '../dialects.ts';
import type { Executor, Session, Warehouse } from '../warehouse.ts';

/** What is counted of a run; a part of the counts of `lib/job`. */
export interface RunCounts {
  readonly read: number;
  readonly written: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly rejected: number;
  readonly failed: number;
  readonly replacedCharacters: number;
}

export interface StartedRun {
  readonly runId: string;
  readonly job: string;
  readonly version: string;
  readonly target: string;
  readonly startedAt: Date;
}

/** How a run ended: the summary object of `lib/job`. It holds no personal data and no secret. */
export interface FinishedRun {
  readonly runId: string;
  readonly job: string;
  readonly version: string;
  readonly target?: string;
  readonly status: string;
  readonly exitCode: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly counts: RunCounts;
  readonly error?: { readonly class: string; readonly message: string };
}

const COUNT_COLUMNS = {
  rows_read: 'read',
  rows_written: 'written',
  rows_inserted: 'inserted',
  rows_updated: 'updated',
  rows_deleted: 'deleted',
  rows_duplicate: 'duplicates',
  rows_skipped: 'skipped',
  rows_rejected: 'rejected',
  rows_failed: 'failed',
  characters_replaced: 'replacedCharacters',
} as const satisfies Record<string, keyof RunCounts>;

/** Lengths of the columns of etl.job_runs, in bytes. */
const MESSAGE_BYTES = 4096;
const SUMMARY_BYTES = 65_535;

/** Records that a run is under way. */
export async function startRun(session: Executor, run: StartedRun): Promise<void> {
  await session.execute(
    `INSERT INTO etl.job_runs (run_id, job, version, target, status, started_at)
     VALUES ($1, $2, $3, $4, 'running', $5)`,
    [run.runId, run.job, run.version, run.target, run.startedAt],
  );
}

/** Writes the counts so far; inside the data transaction, so that data and run row commit together. */
export async function checkpointRun(
  session: Executor,
  { runId, counts }: { readonly runId: string; readonly counts: RunCounts },
): Promise<void> {
  await updateRun(session, runId, { ...countValues(counts), checkpoint_at: new Date() });
}

/** Records how a run ended; one that ended before it was recorded as started gets its row now. */
export async function finishRun(session: Executor, summary: FinishedRun): Promise<void> {
  const { runId, job, version, target, error } = summary;
  const values = {
    job,
    version,
    target: target ?? null,
    status: summary.status,
    exit_code: summary.exitCode,
    started_at: summary.startedAt,
    finished_at: summary.finishedAt,
    duration_ms: Math.round(summary.durationMs),
    ...countValues(summary.counts),
    error_class: error?.class ?? null,
    error_message: error === undefined ? null : cutToBytes(error.message, MESSAGE_BYTES),
    summary: summaryText(summary),
  };
  const isThere = await updateRun(session, runId, values);
  if (!isThere) await insertRun(session, runId, values);
}

/** How a run ended that is over. `status`: a word of `lib/job`, or `killed`. */
export interface EndedRun {
  readonly runId: string;
  readonly status: EndedStatus;
  readonly exitCode: number | undefined;
  readonly startedAt: Date;
  readonly counts: Pick<RunCounts, 'read' | 'rejected' | 'failed'>;
}

export type EndedStatus = 'succeeded' | 'partial' | 'failed' | 'stopped' | 'killed';

interface EndedRow {
  readonly run_id: string;
  readonly status: EndedStatus;
  readonly exit_code: number | null;
  readonly started_at: Date;
  readonly rows_read: number | null;
  readonly rows_rejected: number | null;
  readonly rows_failed: number | null;
}

/** The last run of a job against a target that is over, this one apart; undefined: there is none. */
export async function previousRun(
  session: Session,
  { runId, job, target }: Pick<StartedRun, 'runId' | 'job' | 'target'>,
): Promise<EndedRun | undefined> {
  const { rows } = await session.execute<EndedRow>(
    `SELECT run_id, status, exit_code, started_at, rows_read, rows_rejected, rows_failed
     FROM etl.job_runs WHERE job = $1 AND target = $2 AND run_id <> $3 AND status <> 'running'
     ORDER BY started_at DESC, run_id DESC LIMIT 1`,
    [job, target, runId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    runId: row.run_id,
    status: row.status,
    exitCode: row.exit_code ?? undefined,
    startedAt: row.started_at,
    counts: { read: row.rows_read ?? 0, rejected: row.rows_rejected ?? 0, failed: row.rows_failed ?? 0 },
  };
}

/**
 * Marks runs against a target that say 'running', but whose lease is over or another's, as 'killed'; answers how many.
 * Call it with the lease in hand; the own run is left alone.
 */
export async function closeAbandonedRuns(
  warehouse: Warehouse,
  { target, runId }: { readonly target: string; readonly runId: string },
): Promise<number> {
  const { clock } = dialects[warehouse.dialect];
  // Two statements, because one would hold the one table while it waits for the other, as a checkpoint does the other way.
  const { rows } = await warehouse.execute<{ run_id: string }>(
    `SELECT run_id FROM etl.job_leases WHERE target = $1 AND expires_at > ${clock}`,
    [target],
  );
  const holder = rows[0]?.run_id ?? runId;
  const { rowCount } = await warehouse.execute(
    `UPDATE etl.job_runs SET status = 'killed', finished_at = ${clock}
     WHERE status = 'running' AND target = $1 AND run_id <> $2 AND run_id <> $3`,
    [target, runId, holder],
  );
  return rowCount;
}

function countValues(counts: RunCounts): Record<string, number> {
  return Object.fromEntries(Object.entries(COUNT_COLUMNS).map(([column, name]) => [column, counts[name]]));
}

/** Column names here are constants of this file, never data. */
async function updateRun(
  session: Executor,
  runId: string,
  values: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const assignments = Object.keys(values).map((column, index) => `${column} = $${index + 2}`);
  const { rowCount } = await session.execute(
    `UPDATE etl.job_runs SET ${assignments.join(', ')} WHERE run_id = $1`,
    [runId, ...Object.values(values)],
  );
  return rowCount > 0;
}

async function insertRun(
  session: Executor,
  runId: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = Object.keys(values);
  const places = columns.map((_, index) => `$${index + 2}`);
  await session.execute(
    `INSERT INTO etl.job_runs (run_id, ${columns.join(', ')}) VALUES ($1, ${places.join(', ')})`,
    [runId, ...Object.values(values)],
  );
}

/** Cut JSON would be no JSON; a summary that is too long is left out, its columns have what matters. */
function summaryText(summary: FinishedRun): string | null {
  const text = JSON.stringify(summary);
  return Buffer.byteLength(text) <= SUMMARY_BYTES ? text : null;
}

function cutToBytes(text: string, maxBytes: number): string {
  let cut = text.replaceAll('\0', '\ufffd').toWellFormed();
  while (Buffer.byteLength(cut) > maxBytes)
    cut = cut.slice(0, -Math.ceil((Buffer.byteLength(cut) - maxBytes) / 4));
  return cut.toWellFormed();
}
