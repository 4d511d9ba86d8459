import type { Metric, Sample } from './metric.ts';

/** What is known of the last run of a job; what is undefined is not reported. */
export interface RunFacts {
  /** Which job and target; empty where the place that the metrics go to knows. */
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAt: Date;
  readonly durationMs?: number | undefined;
  readonly exitCode?: number | undefined;
  /** When the last run began that was done, if only in part. */
  readonly lastDoneAt?: Date | undefined;
  /** By what became of them: read, written, rejected, failed. */
  readonly records: Readonly<Record<string, number | undefined>>;
}

/**
 * The metrics of last runs, under the same names wherever they are shown. A failed run reports no success, so that a
 * gateway keeps the time of the one before.
 */
export function runMetrics(runs: readonly RunFacts[]): readonly Metric[] {
  const each = (measure: (run: RunFacts) => number | undefined): Sample[] =>
    runs.flatMap((run) => sampleOf(run.labels, measure(run)));
  return [
    {
      name: 'etl_last_run_timestamp_seconds',
      help: 'When the last run began.',
      samples: each(({ startedAt }) => seconds(startedAt)),
    },
    {
      name: 'etl_last_success_timestamp_seconds',
      help: 'When the last run began that was done, if only in part.',
      samples: each(({ lastDoneAt }) => lastDoneAt && seconds(lastDoneAt)),
    },
    {
      name: 'etl_last_run_duration_seconds',
      help: 'How long the last run took.',
      samples: each(({ durationMs }) => (durationMs === undefined ? undefined : durationMs / 1_000)),
    },
    {
      name: 'etl_last_run_exit_code',
      help: 'The exit code of the last run; none while it runs and after a kill.',
      samples: each(({ exitCode }) => exitCode),
    },
    {
      name: 'etl_last_run_records',
      help: 'Records of the last run, by what became of them.',
      samples: runs.flatMap(({ labels, records }) =>
        Object.entries(records).flatMap(([outcome, count]) => sampleOf({ ...labels, outcome }, count)),
      ),
    },
  ];
}

function sampleOf(labels: Readonly<Record<string, string>>, value: number | undefined): Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

function seconds(time: Date): number {
  return time.getTime() / 1_000;
}
