import type { JobRun } from '@movement-etl/lib/job';
import type { RejectedRows } from '@movement-etl/lib/table';
import { storeRejectedRows, type Warehouse } from '@movement-etl/lib/warehouse';

/** Keeps which rows could not be used and why; `target` says where they were to go, or `source`. */
export type KeepRejected = (rows: RejectedRows['rows'], target: string, run: JobRun) => Promise<void>;

/** Into the log, and into etl.rejected_rows where there is a warehouse; a dry run only tells. */
export function keepRejectedIn(warehouse: Warehouse | undefined, job: string): KeepRejected {
  return async (rows, target, { runId, dryRun, logger }) => {
    for (const { rowNumber, column, reason } of rows) {
      logger.warn({ target, rowNumber, column, reason }, 'row rejected');
    }
    if (warehouse !== undefined && !dryRun) await storeRejectedRows(warehouse, { runId, job, target }, rows);
  };
}
