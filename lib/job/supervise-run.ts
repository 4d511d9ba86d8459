import type { SettingsSchema } from '../settings/index.ts';
import { ActiveRun } from './active-run.ts';
import { finishRun } from './finish-run.ts';
import { LeaseKeeper } from './lease-keeper.ts';
import { openJob } from './open-job.ts';
import { ResourceStack } from './resource-stack.ts';
import type { RunContext } from './run-context.ts';
import type { RunHistory } from './run-history.ts';
import { Stopper, WorkAbandoned } from './stopper.ts';
import { type Ending, errorToShow, summarize } from './summarize.ts';

/** What came to be while the work went on, and has to be ended with it. */
interface Progress {
  target?: string;
  lease?: LeaseKeeper;
  history?: RunHistory;
  requests: () => Readonly<Record<string, number>>;
}

/** Runs a job from connecting to the summary. @returns the exit code */
export async function superviseRun<Schema extends SettingsSchema, Resources>(
  context: RunContext<Schema, Resources>,
): Promise<number> {
  const { host, everyJob, reporter, commandLine, job, runId, mask } = context;
  const stopper = new Stopper({ graceMs: everyJob.stopGraceSeconds * 1_000 });
  const stopListening = host.signals && stopper.listen(host.signals);
  const stack = new ResourceStack();
  const progress: Progress = { requests: () => ({}) };
  const run = createRun(context, stopper);

  reporter.runStarted({ runId, version: job.version, ...commandLine });
  const ending = await endingOf(stopper, () => work(context, { run, stopper, stack, progress }));
  const summary = summarize(
    { ...context, ...factsOf(run, progress), finishedAt: context.now() },
    ending,
    mask,
  );
  const error = errorToShow(ending);
  if (error !== undefined) reporter.failed(error);
  const isHurried = ending.error instanceof WorkAbandoned;
  await finishRun(summary, { context, stack, lease: progress.lease, history: progress.history, isHurried });
  stopListening?.();
  return summary.exitCode;
}

function createRun<Schema extends SettingsSchema, Resources>(
  { runId, job, startedAt, commandLine, everyJob, logger, reporter }: RunContext<Schema, Resources>,
  { signal }: Stopper,
): ActiveRun {
  const { name, version } = job;
  const { maxRejectedShare } = everyJob;
  return new ActiveRun({
    runId,
    job: name,
    version,
    startedAt,
    ...commandLine,
    maxRejectedShare,
    signal,
    logger,
    reporter,
  });
}

function factsOf(run: ActiveRun, { target, requests }: Progress) {
  const { steps, failedStep } = run;
  return { counts: run.counts.snapshot(), steps, failedStep, target, requests: requests() };
}

interface WorkParts {
  readonly run: ActiveRun;
  readonly stopper: Stopper;
  readonly stack: ResourceStack;
  readonly progress: Progress;
}

async function work<Schema extends SettingsSchema, Resources>(
  context: RunContext<Schema, Resources>,
  { run, stopper, stack, progress }: WorkParts,
): Promise<void> {
  const { job, logger, now, runId } = context;
  const { settings, resources } = await openJob(context, { stopper, stack });
  progress.requests = () => job.requests?.(resources) ?? {};
  stopper.signal.throwIfAborted();
  if (!run.dryRun) await job.prepare?.(resources, settings);
  const target = job.target(settings, resources);
  progress.target = target;

  if (!run.dryRun) {
    const lease = await LeaseKeeper.acquire({
      store: job.leases(resources, target),
      target,
      job: job.name,
      runId,
      logger,
      now,
      onLost: (error) => stopper.stopWriting(error),
    });
    progress.lease = lease;
    const history = job.history?.(resources);
    run.permit({ target, lease, history });
    await history?.start(run.record(target));
    if (history !== undefined) progress.history = history;
  }

  stopper.signal.throwIfAborted();
  await job.run(resources, settings, run);
  run.assertFewRejected();
}

async function endingOf(stopper: Stopper, work: () => Promise<void>): Promise<Ending> {
  try {
    await Promise.race([stopper.abandoned, work()]);
    return { error: undefined, stopReason: stopper.reason };
  } catch (error) {
    return { error, stopReason: stopper.reason };
  }
}
