import { formatMetrics, type Metric, runMetrics, type Sample } from '@movement-etl/lib/metrics';
import type { Snapshot } from './snapshot/index.ts';

/** The metrics of all jobs for Prometheus to scrape; undefined: the warehouse does not answer. */
export function statusMetrics(snapshot: Snapshot | undefined): string {
  const up = metric('etl_warehouse_up', 'Whether the warehouse answers.', [
    { value: snapshot === undefined ? 0 : 1 },
  ]);
  return formatMetrics(
    snapshot === undefined ? [up] : [up, ...jobMetrics(snapshot), ...peopleMetrics(snapshot)],
  );
}

function jobMetrics({ jobs }: Snapshot): Metric[] {
  const labelsOf = ({ job, target }: { job: string; target: string }) => ({ job, target });
  return [
    ...runMetrics(
      jobs.map((status) => ({
        labels: labelsOf(status),
        startedAt: status.last.startedAt,
        durationMs: status.last.durationMs,
        exitCode: status.last.exitCode,
        lastDoneAt: status.lastDoneAt,
        records: {
          read: status.last.rowsRead,
          written: status.last.rowsWritten,
          rejected: status.last.rowsRejected,
          failed: status.last.rowsFailed,
        },
      })),
    ),
    metric(
      'etl_job_late',
      'Whether the job is late: no run has been done for longer than expected.',
      jobs.map((status) => ({ labels: labelsOf(status), value: Number(status.isLate) })),
    ),
    metric(
      'etl_job_state',
      'How the last run stands: 1 for the state that it is in.',
      jobs.map((status) => ({ labels: { ...labelsOf(status), state: status.last.state }, value: 1 })),
    ),
  ];
}

function peopleMetrics({ backlog, failingPeople }: Snapshot): Metric[] {
  const standings = Object.entries(backlog ?? {});
  const byOutcome = Object.groupBy(failingPeople, ({ job, outcome }) => JSON.stringify({ job, outcome }));
  return [
    metric(
      'etl_people_to_sync',
      'People in mobilize.users_to_sync by why they are still there.',
      standings.map(([standing, value]) => ({ labels: { standing }, value })),
    ),
    metric(
      'etl_people_left_out',
      'People whose last attempt left them out, by outcome.',
      Object.entries(byOutcome).map(([labels, reasons = []]) => ({
        labels: JSON.parse(labels) as Record<string, string>,
        value: reasons.reduce((sum, { people }) => sum + people, 0),
      })),
    ),
  ];
}

function metric(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, samples };
}
