import type { Counts } from './run-counts.ts';

/**
 * `partial`: done, but some records were rejected or failed. `stopped`: by a signal, what was in flight is stored.
 * `held`: another run has the lease, nothing was done.
 */
export type RunStatus = 'succeeded' | 'partial' | 'failed' | 'stopped' | 'held';

export interface StepSummary {
  readonly name: string;
  readonly durationMs: number;
  readonly rows: number;
}

/**
 * What a run did, as plain JSON: the last log line, the row in etl.job_runs, the Kubernetes termination message and
 * the Slack alert are this object. It holds no secret and no personal data.
 */
export interface RunSummary {
  readonly job: string;
  readonly runId: string;
  readonly version: string;
  /** What the run writes to; undefined when it ended before that was known. */
  readonly target?: string;
  readonly status: RunStatus;
  readonly exitCode: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
  readonly dryRun: boolean;
  readonly counts: Counts;
  readonly steps: readonly StepSummary[];
  /** API requests sent, retries included, by system. */
  readonly requests: Readonly<Record<string, number>>;
  readonly error?: RunSummaryError;
}

export interface RunSummaryError {
  readonly class: string;
  /** Masked and cut: at most 1,000 characters. */
  readonly message: string;
  /** The step in which it happened. */
  readonly step?: string;
}
