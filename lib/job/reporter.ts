import type { CheckResult } from './job.ts';
import type { RunSummary } from './run-summary.ts';

/** A step, as far as its progress is concerned. */
export interface StepProgress {
  readonly name: string;
  readonly rows: number;
  /** Undefined: not known. */
  readonly totalRows: number | undefined;
  readonly durationMs: number;
}

export interface RunStart {
  readonly runId: string;
  readonly version: string;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
}

/** Tells what a run does while it does it: as JSON lines, or as text for a person. */
export interface Reporter {
  runStarted(run: RunStart): void;
  stepStarted(step: StepProgress): void;
  /** Called for every batch: it must be cheap. */
  stepAdvanced(step: StepProgress): void;
  stepEnded(step: StepProgress, outcome: 'done' | 'failed'): void;
  print(line: string): void;
  /** As `JobRun.show`. */
  show(lines: string, data: object): void;
  checked(result: CheckResult): void;
  /** What went wrong, in more detail than the summary has. */
  failed(error: unknown): void;
  /** The last thing a run says. */
  runEnded(summary: RunSummary): void;
}
