import type { Executor, Warehouse } from '../warehouse.ts';
import {
  checkpointRun,
  closeAbandonedRuns,
  type EndedRun,
  type FinishedRun,
  finishRun,
  previousRun,
  type RunCounts,
  type StartedRun,
  startRun,
} from './job-runs.ts';

/** Where `lib/job` records its runs (its RunHistory): the table etl.job_runs. */
export interface WarehouseRunHistory {
  /** Records the run, and marks earlier runs against its target that were killed. */
  start(run: StartedRun): Promise<void>;
  checkpoint(tx: Executor, run: { readonly runId: string; readonly counts: RunCounts }): Promise<void>;
  finish(summary: FinishedRun): Promise<void>;
  previous(run: Pick<StartedRun, 'runId' | 'job' | 'target'>): Promise<EndedRun | undefined>;
}

/** Keeps the history of runs in the warehouse; the schema etl must be there, see `migrate`. */
export function createRunHistory(warehouse: Warehouse): WarehouseRunHistory {
  return {
    start: async (run) => {
      await closeAbandonedRuns(warehouse, run);
      await startRun(warehouse, run);
    },
    checkpoint: (tx, run) => checkpointRun(tx, run),
    finish: (summary) => finishRun(warehouse, summary),
    previous: (run) => previousRun(warehouse, run),
  };
}
