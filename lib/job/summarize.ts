import { className, type Mask, messageOf } from '../logging/index.ts';
import type { CommandLine } from './command-line.ts';
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts';
import { LeaseHeldError } from './lease-keeper.ts';
import type { Counts } from './run-counts.ts';
import type { RunStatus, RunSummary, RunSummaryError, StepSummary } from './run-summary.ts';
import { StopSignal } from './stop-signal.ts';
import { WorkAbandoned } from './stopper.ts';

const MAX_MESSAGE_LENGTH = 1_000;

/** How the work ended. */
export interface Ending {
  /** What it threw; undefined: it returned. */
  readonly error: unknown;
  /** Why it was told to end early; undefined: it was not. */
  readonly stopReason: unknown;
}

export interface RunFacts {
  readonly job: { readonly name: string; readonly version: string };
  readonly runId: string;
  readonly target: string | undefined;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly commandLine: Pick<CommandLine, 'dryRun'>;
  readonly counts: Counts;
  readonly steps: readonly StepSummary[];
  readonly failedStep: string | undefined;
  readonly requests: Readonly<Record<string, number>>;
  readonly everyJob: { readonly partialOk: boolean };
}

/** Makes the summary of a run. A run that was told to stop is stopped, whatever it threw on its way out. */
export function summarize(facts: RunFacts, ending: Ending, mask: Mask): RunSummary {
  const { job, runId, target, startedAt, finishedAt, commandLine, counts, steps, requests, everyJob } = facts;
  const error = errorToShow(ending);
  return {
    job: job.name,
    runId,
    version: job.version,
    ...(target === undefined ? {} : { target: mask.text(target) }),
    ...statusOf(ending, counts, everyJob),
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs: finishedAt.getTime() - startedAt.getTime(),
    dryRun: commandLine.dryRun,
    counts,
    steps,
    requests,
    ...(error === undefined ? {} : { error: describe(error, facts.failedStep, mask) }),
  };
}

function statusOf(
  { error, stopReason }: Ending,
  counts: Counts,
  { partialOk }: RunFacts['everyJob'],
): { status: RunStatus; exitCode: number } {
  if (stopReason instanceof StopSignal) return { status: 'stopped', exitCode: stopReason.exitCode };
  if (stopReason !== undefined) return { status: 'failed', exitCode: exitCodeOf(stopReason) };
  if (error instanceof LeaseHeldError) return { status: 'held', exitCode: EXIT_CODES.tryLater };
  if (error !== undefined) return { status: 'failed', exitCode: exitCodeOf(error) };
  if (counts.rejected + counts.failed > 0) {
    return { status: 'partial', exitCode: partialOk ? EXIT_CODES.done : EXIT_CODES.partial };
  }
  return { status: 'succeeded', exitCode: EXIT_CODES.done };
}

/** The error that people must know of: why the run was ended, or what it threw, but not that it heard the signal. */
export function errorToShow({ error, stopReason }: Ending): unknown {
  if (stopReason === undefined) return error;
  if (!(stopReason instanceof StopSignal)) return stopReason;
  return isEchoOf(stopReason, error) ? undefined : error;
}

function isEchoOf(stopReason: StopSignal, error: unknown): boolean {
  if (error === undefined || error === stopReason) return true;
  if (error instanceof WorkAbandoned || !(error instanceof Error)) return false;
  return error.name === 'AbortError' || (error.cause !== undefined && isEchoOf(stopReason, error.cause));
}

function describe(error: unknown, step: string | undefined, mask: Mask): RunSummaryError {
  const message = mask.text(error instanceof Error ? messageOf(error) : String(error));
  return {
    class: className(error),
    message: message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH - 1)}…` : message,
    ...(step === undefined ? {} : { step }),
  };
}
