import type { RunSummary } from '@movement-etl/lib/job';
import { Table } from '@movement-etl/lib/table';
import type { LocalStack } from './local-stack.ts';
import type { StatusPage } from './run-status-page.ts';

export interface DemoStep {
  readonly job: string;
  readonly exitCode: number;
  readonly summary: RunSummary | undefined;
  /** Of the whole process, the start of Node included. */
  readonly durationMs: number;
}

interface DemoOutcome {
  readonly steps: readonly DemoStep[];
  readonly isFirstRun: boolean;
  readonly peoplePerRun: number;
}

/** What the demo did, and what to try next. */
export async function demoReport({ steps, isFirstRun, peoplePerRun }: DemoOutcome): Promise<string> {
  const table = await Table.fromRows(steps.map(reportRow)).preview();
  const next = isFirstRun
    ? 'Run `npm run demo` again to see what an incremental run does: only what changed moves.'
    : 'Only what changed since the last run was moved. `npm run demo -- --fresh` starts over.';
  return `
${table}

exit 0: done. exit 3: done, but some records could not be used (the hard cases in the data); the reasons are in
etl.rejected_rows and mobilize.mobilize_to_actionnetwork_log.
A demo run sends at most ${peoplePerRun} people, because Action Network takes 4 calls a second; the next run goes on.

${next}
`;
}

/** Where to look while the stack is up. */
export function whereToLook({ simulators, databaseUrl }: LocalStack, statusPage: StatusPage): string {
  return `
Where to look, until Ctrl-C
  spreadsheets, people, requests   ${simulators.url}
  how the jobs are doing           ${statusPage.url}
  the warehouse                    psql '${databaseUrl}'
`;
}

function reportRow({ job, exitCode, summary, durationMs }: DemoStep) {
  const counts = summary?.counts;
  const requests = Object.values(summary?.requests ?? {}).reduce((sum, count) => sum + count, 0);
  return {
    job,
    exit: exitCode,
    read: counts?.read ?? 0,
    written: counts?.written ?? 0,
    skipped: (counts?.skipped ?? 0) + (counts?.duplicates ?? 0),
    failed: (counts?.failed ?? 0) + (counts?.rejected ?? 0),
    requests,
    seconds: (durationMs / 1000).toFixed(1),
  };
}
