import { COUNT_NAMES, type Counts, type RunSummary } from '@movement-etl/lib/job';

/** A summary with what the test cares for. */
export function summaryWith(facts: Partial<RunSummary> = {}, counts: Partial<Counts> = {}): RunSummary {
  const zeros = Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Record<keyof Counts, number>;
  return {
    job: 'mobilize-to-warehouse',
    runId: '20261121T034712Z-9f2c61',
    version: '1.2.3',
    target: 'mobilize.attendances',
    status: 'succeeded',
    exitCode: 0,
    startedAt: '2026-11-21T03:47:12.000Z',
    finishedAt: '2026-11-21T03:47:15.200Z',
    durationMs: 3_200,
    dryRun: false,
    counts: { ...zeros, ...counts },
    steps: [],
    requests: {},
    ...facts,
  };
}
