import type { GoogleSheets } from '@movement-etl/lib/connectors/google-sheets';
import type { Counts, JobRun, Step } from '@movement-etl/lib/job';
import { RejectedRows } from '@movement-etl/lib/table';
import type { Resources, TabPlan } from './job.ts';

/** Writes one tab, which is made when it does not exist. A dry run only says how many rows it has for the tab. */
export async function writeTab(
  { sheets, keepRejected }: Pick<Resources, 'sheets' | 'keepRejected'>,
  tab: TabPlan,
  run: JobRun,
  step: Step,
): Promise<void> {
  const { spreadsheetId, worksheet } = tab;
  if (run.dryRun) {
    const rows = await tab.rows.numRows();
    if (tab.isCounted) run.counts.add({ written: rows });
    run.print(`"${worksheet}": ${rows} rows (${tab.mode})`);
    return;
  }
  await sheets.addSheet({ spreadsheetId, worksheet });
  const rejected = new RejectedRows();
  const countRejected = rejectedCounter(rejected, tab, run);
  try {
    const counts = await write(sheets, tab, {
      rows: tab.rows.tap((rows) => step.advance(rows.length)),
      rejected,
      format: { rules: tab.rules },
      runId: run.runId,
      beforeCommit: () => {
        countRejected();
        return run.checkpoint();
      },
    });
    countRejected();
    if (tab.isCounted) run.counts.add(counts);
  } finally {
    await keepRejected(rejected.rows, `"${worksheet}"`, run);
  }
}

/** Counts what no cell can hold as it comes, so that each commit can be refused for too many of them. */
function rejectedCounter(rejected: RejectedRows, { isCounted }: TabPlan, run: JobRun): () => void {
  let counted = 0;
  return () => {
    if (isCounted) run.counts.add({ rejected: rejected.count - counted });
    counted = rejected.count;
  };
}

interface WriteParts {
  readonly rows: TabPlan['rows'];
  readonly rejected: RejectedRows;
  readonly format: { readonly rules: TabPlan['rules'] };
  readonly runId: string;
  readonly beforeCommit: () => Promise<void>;
}

async function write(
  sheets: GoogleSheets,
  { spreadsheetId, worksheet, key, mode }: TabPlan,
  { rows, ...options }: WriteParts,
): Promise<Partial<Counts>> {
  const target = { spreadsheetId, worksheet };
  switch (mode) {
    case 'overwrite': {
      const { written } = await sheets.overwrite(target, rows, { ...options, allowEmpty: true });
      return { written };
    }
    case 'append': {
      const { appended, alreadyThere } = await sheets.append(target, rows, { ...options, key });
      return { written: appended, inserted: appended, skipped: alreadyThere };
    }
    case 'merge': {
      const { added, updated, unchanged } = await sheets.merge(target, rows, { ...options, key });
      return { written: added + updated, inserted: added, updated, skipped: unchanged };
    }
  }
}
