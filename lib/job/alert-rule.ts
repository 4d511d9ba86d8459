import type { AlertOccasion } from './alert.ts';
import { EXIT_CODES } from './exit-codes.ts';
import type { PreviousRun } from './run-history.ts';
import type { RunSummary } from './run-summary.ts';

export interface AlertRule {
  /** A partial run is no trouble while at most this share (0 to 1) of the records read was rejected or failed. */
  readonly partialShare: number;
}

/** What decides whether a run is trouble; the run before has it too. */
type Outcome = Pick<PreviousRun, 'exitCode' | 'counts'> & { readonly status: string };

/**
 * Whether people are told of a run, and why; undefined: they are not. Never of a dry run. A run that is fine is told of
 * when the one before was trouble, which is also how people hear of a run that was killed and could not say so.
 */
export function alertKind(
  summary: RunSummary,
  previous: PreviousRun | undefined,
  rule: AlertRule,
): AlertOccasion['kind'] | undefined {
  if (summary.dryRun) return undefined;
  if (isTrouble(summary, rule)) return 'trouble';
  const isDone = summary.status === 'succeeded' || summary.status === 'partial';
  return isDone && previous !== undefined && isTrouble(previous, rule) ? 'recovery' : undefined;
}

/**
 * Not a run that gave way to another or that somebody stopped at the keyboard; but one that SIGTERM ended, because a
 * scheduler's deadline does that.
 */
function isTrouble({ status, exitCode, counts }: Outcome, { partialShare }: AlertRule): boolean {
  switch (status) {
    case 'failed':
    case 'killed':
      return true;
    case 'stopped':
      return exitCode === EXIT_CODES.stoppedBySigterm;
    case 'partial':
      return counts.rejected + counts.failed > counts.read * partialShare;
    default:
      return false;
  }
}
