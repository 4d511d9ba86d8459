import type { PreviousRun } from './run-history.ts';
import type { RunSummary } from './run-summary.ts';

/** Why people are told of a run. */
export interface AlertOccasion {
  /** `trouble`: the run needs them. `recovery`: the run before did, and this one is fine. */
  readonly kind: 'trouble' | 'recovery';
  /** Undefined: it is the first run, or nobody knows. */
  readonly previous: PreviousRun | undefined;
}

/** Tells people of a run. */
export interface Alert {
  /** Sends at most one message. It may throw: that is logged and changes nothing about the run. */
  send(summary: RunSummary, occasion: AlertOccasion): Promise<void>;
}
