import type { TabFormat } from '@movement-etl/lib/connectors/google-sheets';
import type { Counts, JobRun, Step } from '@movement-etl/lib/job';
import { RejectedRows, Table } from '@movement-etl/lib/table';
import { storeRejectedRows } from '@movement-etl/lib/warehouse';
import { columnWidths } from './column-widths.ts';
import { JOB } from './config.ts';
import { beginReading } from './first-rows.ts';
import type { Options, Resources } from './job.ts';
import type { SheetColumn } from './sheet-columns.ts';
import type { Tab } from './tabs.ts';

/** Writes one tab, which is made when it does not exist. No rows change nothing, unless the options allow it. */
export async function writeTab(
  { warehouse, sheets }: Resources,
  { worksheet, columns, rows: all }: Tab,
  options: Options,
  run: JobRun,
  step: Step,
): Promise<void> {
  const limited = run.limit === undefined ? all : all.head(run.limit);
  const counted = limited.tap((rows) => {
    // A stopped run writes no further rows; those of a tab that is being replaced were not visible yet.
    run.signal.throwIfAborted();
    run.counts.add({ read: rows.length });
    step.advance(rows.length);
  });
  if (run.dryRun) {
    const written = await counted.numRows();
    run.counts.add({ written });
    run.print(`"${worksheet}": ${written} rows of ${columns.length} columns (${options.mode})`);
    return;
  }

  await using begun = await beginReading(counted);
  if (begun.firstRows.length === 0 && !(options.allowEmpty && options.mode === 'overwrite')) {
    step.logger.warn(
      'the query has no rows, so the tab is left as it is; --allow-empty empties it in the mode overwrite',
    );
    return;
  }
  await sheets.addSheet({ spreadsheetId: options.spreadsheetId, worksheet });
  const rejected = new RejectedRows();
  let countedRejections = 0;
  const countRejected = () => {
    run.counts.add({ rejected: rejected.count - countedRejections });
    countedRejections = rejected.count;
  };
  try {
    const counts = await write(sheets, worksheet, toCells(begun.rows, columns), options, {
      rejected,
      format: tabFormat(columns, begun.firstRows),
      runId: run.runId,
      // Too many rejected rows refuse each commit, so they are counted as they come.
      beforeCommit: () => {
        countRejected();
        run.signal.throwIfAborted();
        return run.checkpoint();
      },
    });
    countRejected();
    run.counts.add(counts);
  } finally {
    for (const { rowNumber, column, reason } of rejected.rows) {
      step.logger.warn({ rowNumber, column, reason }, 'row rejected');
    }
    await storeRejectedRows(
      warehouse,
      { runId: run.runId, job: JOB, target: `"${worksheet}"` },
      rejected.rows,
    );
  }
}

function toCells(rows: Tab['rows'], columns: readonly SheetColumn[]): Table<object> {
  const toRow = (row: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(columns.map(({ name, toCell }) => [name, toCell(row[name])]));
  return Table.fromBatches(
    async function* () {
      for await (const batch of rows.batches()) yield batch.map(toRow);
    },
    { columns: columns.map(({ name }) => name) },
  );
}

function tabFormat(
  columns: readonly SheetColumn[],
  firstRows: readonly Record<string, unknown>[],
): TabFormat {
  const formats = columns.flatMap(({ name, numberFormat }) =>
    numberFormat === undefined ? [] : [[name, numberFormat] as const],
  );
  return {
    numberFormats: Object.fromEntries(formats),
    columnWidths: columnWidths(columns, firstRows),
    filter: true,
  };
}

interface WriteParts {
  readonly rejected: RejectedRows;
  readonly format: TabFormat;
  readonly runId: string;
  readonly beforeCommit: () => Promise<void>;
}

async function write(
  sheets: Resources['sheets'],
  worksheet: string,
  rows: Table<object>,
  { spreadsheetId, mode, key = '' }: Options,
  parts: WriteParts,
): Promise<Partial<Counts>> {
  const target = { spreadsheetId, worksheet };
  switch (mode) {
    case 'overwrite': {
      const { written } = await sheets.overwrite(target, rows, { ...parts, allowEmpty: true });
      return { written };
    }
    case 'append': {
      const { appended, alreadyThere, duplicates } = await sheets.append(target, rows, { ...parts, key });
      return { written: appended, inserted: appended, skipped: alreadyThere, duplicates };
    }
    case 'merge': {
      const { added, updated, unchanged, duplicates } = await sheets.merge(target, rows, { ...parts, key });
      return { written: added + updated, inserted: added, updated, skipped: unchanged, duplicates };
    }
  }
}
