import { TransientError } from '../errors/index.ts';
import type { SettingsSchema } from '../settings/index.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import type { ResourceStack } from './resource-stack.ts';
import type { RunContext } from './run-context.ts';
import type { PreviousRun, RunHistory } from './run-history.ts';
import type { RunSummary } from './run-summary.ts';
import { settleWithin } from './settle-within.ts';
import { hearsOfRuns, tellPeople } from './tell-people.ts';
import { writeTerminationMessage } from './termination-message.ts';

const PART_TIMEOUT_MS = 10_000;
/** When the grace period (25 s) is used up, all parts must fit between it and the scheduler's kill (30 s). */
const HURRIED_PART_TIMEOUT_MS = 1_000;

export interface FinishParts<Schema extends SettingsSchema, Resources> {
  readonly context: RunContext<Schema, Resources>;
  readonly stack: ResourceStack;
  readonly lease: LeaseKeeper | undefined;
  readonly history: RunHistory | undefined;
  readonly isHurried: boolean;
}

/**
 * Records how the run ended, frees the lease, closes everything, tells Kubernetes, Prometheus and people, and writes the
 * summary as the last line. A part that fails is logged and changes nothing: the work is done or not, whatever happens here.
 */
export async function finishRun<Schema extends SettingsSchema, Resources>(
  summary: RunSummary,
  { context, stack, lease, history, isHurried }: FinishParts<Schema, Resources>,
): Promise<void> {
  const { logger, reporter, everyJob } = context;
  const timeoutMs = isHurried ? HURRIED_PART_TIMEOUT_MS : PART_TIMEOUT_MS;
  const attempt = async <T>(failure: string, part: () => Promise<T>): Promise<T | undefined> => {
    const outcome = await settleWithin(timeoutMs, part);
    if (outcome.status === 'fulfilled') return outcome.value;
    logger.warn({ err: outcome.reason }, failure);
    return undefined;
  };

  let previous: PreviousRun | undefined;
  if (history !== undefined) {
    await attempt(
      'the end of the run could not be recorded',
      onceMore(() => history.finish(summary)),
    );
    const { target } = summary;
    if (target !== undefined && hearsOfRuns(context)) {
      previous = await attempt('the run before could not be looked up', () =>
        history.previous({ ...summary, target }),
      );
    }
  }
  if (lease !== undefined)
    await attempt(
      'the lease could not be released',
      onceMore(() => lease.release()),
    );
  await stack.close({
    timeoutMs,
    onError: (error) => logger.warn({ err: error }, 'something could not be closed'),
  });
  await attempt('the termination message could not be written', () =>
    writeTerminationMessage(summary, everyJob.terminationLogPath),
  );
  await attempt('the metrics could not be pushed', () => leaveMetrics(summary, context));
  await attempt('the alert could not be sent', () => tellPeople(summary, previous, context));
  reporter.runEnded(summary);
}

/** For what may be done twice: a connection that was lost while nothing went through it is found out only now. */
function onceMore(part: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await part();
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      await part();
    }
  };
}

/** Not of a dry run, nor of one that gave way to another: the values are those of the last run that worked. */
async function leaveMetrics<Schema extends SettingsSchema, Resources>(
  summary: RunSummary,
  { everyJob: { pushgatewayUrl: url }, logger }: RunContext<Schema, Resources>,
): Promise<void> {
  if (url === undefined || summary.dryRun || summary.status === 'held') return;
  const { pushMetrics } = await import('./push-metrics.ts');
  await pushMetrics(summary, { url, logger });
}
