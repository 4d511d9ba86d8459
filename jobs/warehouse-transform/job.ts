import type { JobRun, Step } from '@movement-etl/lib/job';
import type { Session, Warehouse } from '@movement-etl/lib/warehouse';
import type { SqlFile } from './sql-files.ts';
import { statementError } from './statement-error.ts';

/** What a dry run throws to undo its own work; it never leaves this file. */
class DryRunIsOver extends Error {}

/**
 * Runs every file in order, all of them in one transaction: readers see the state before or after, and a statement that
 * fails undoes the whole run, and one that collides with another transaction lets it begin anew, three times in all. A
 * dry run does the same and then rolls back.
 */
export async function warehouseTransform(
  { warehouse, files }: { readonly warehouse: Warehouse; readonly files: readonly SqlFile[] },
  run: JobRun,
): Promise<void> {
  try {
    await warehouse.transaction(
      async (tx) => {
        run.counts.set({ read: 0, written: 0, inserted: 0, updated: 0, deleted: 0 });
        for (const file of files) await run.step(file.name, (step) => runFile(tx, file, run, step));
        if (run.dryRun) throw new DryRunIsOver();
        await run.checkpoint(tx);
      },
      { isRepeatable: true },
    );
  } catch (error) {
    if (!(error instanceof DryRunIsOver)) throw error;
  }
}

async function runFile(tx: Session, file: SqlFile, run: JobRun, step: Step): Promise<void> {
  for (const statement of file.statements) {
    run.signal.throwIfAborted();
    const { rowCount } = await tx.execute(statement.text).catch((error: unknown) => {
      throw statementError(file, statement, error);
    });
    count(run, statement.kind, rowCount);
    step.advance(rowCount);
    run.print(`${file.name}:${statement.line} ${statement.kind.toLowerCase()} ${rowCount} rows`);
  }
}

function count(run: JobRun, kind: string, rowCount: number): void {
  if (kind === 'INSERT') run.counts.add({ read: rowCount, written: rowCount, inserted: rowCount });
  if (kind === 'UPDATE') run.counts.add({ read: rowCount, written: rowCount, updated: rowCount });
  if (kind === 'DELETE') run.counts.add({ deleted: rowCount });
}
