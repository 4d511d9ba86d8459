import type { Transaction } from '../lease/index.ts';
import type { Counts } from './run-counts.ts';
import type { RunStatus, RunSummary } from './run-summary.ts';

/** A run that is under way. */
export interface RunRecord {
  readonly runId: string;
  readonly job: string;
  readonly version: string;
  readonly target: string;
  readonly startedAt: Date;
  readonly counts: Counts;
}

/** How the run before ended. */
export interface PreviousRun {
  readonly runId: string;
  /** As in `RunSummary`, or `killed`: it ended without a word. */
  readonly status: Exclude<RunStatus, 'held'> | 'killed';
  /** Undefined where the run could not say. */
  readonly exitCode: number | undefined;
  readonly startedAt: Date;
  readonly counts: Pick<Counts, 'read' | 'rejected' | 'failed'>;
}

/** Where runs are recorded: the table etl.job_runs. Not used by `check` and `--dry-run`. */
export interface RunHistory {
  /**
   * Records that the run is under way, and closes the rows of earlier runs against this target that never ended (the
   * lease is held by now, so nobody works on them).
   */
  start(run: RunRecord): Promise<void>;
  /** Writes the counts so far inside the job's data transaction: data and run row commit together or not at all. */
  checkpoint(tx: Transaction, run: RunRecord): Promise<void>;
  /** Records how the run ended, outside of any transaction. */
  finish(summary: RunSummary): Promise<void>;
  /** The last run of the same job against the same target before this one; undefined: this is the first. */
  previous(run: Pick<RunRecord, 'runId' | 'job' | 'target'>): Promise<PreviousRun | undefined>;
}
