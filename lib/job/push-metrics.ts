import { createPushgateway } from '../connectors/pushgateway/index.ts';
import type { Logger } from '../logging/index.ts';
import { runMetrics } from '../metrics/index.ts';
import type { RunSummary } from './run-summary.ts';

/** Leaves the metrics of a run with a Pushgateway, in a group of its job and target. */
export async function pushMetrics(
  summary: RunSummary,
  { url, logger }: { readonly url: string; readonly logger: Logger },
): Promise<void> {
  const { job, target = '', status, exitCode, durationMs, counts } = summary;
  const { read, written, rejected, failed } = counts;
  const startedAt = new Date(summary.startedAt);
  const isDone = status === 'succeeded' || status === 'partial';
  const pushgateway = createPushgateway({ url, logger });
  try {
    await pushgateway.pushAdd(
      { job, target },
      runMetrics([
        {
          labels: {},
          startedAt,
          durationMs,
          exitCode,
          lastDoneAt: isDone ? startedAt : undefined,
          records: { read, written, rejected, failed },
        },
      ]),
    );
  } finally {
    pushgateway.close();
  }
}
