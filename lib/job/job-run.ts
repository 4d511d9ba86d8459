import type { Transaction } from '../lease/index.ts';
import type { Logger } from '../logging/index.ts';
import type { RunCounts } from './run-counts.ts';

/** A run under way, as its job sees it. */
export interface JobRun {
  /** Sorts by start time; on every log line, in every table the run writes. */
  readonly runId: string;
  readonly startedAt: Date;
  readonly logger: Logger;
  /**
   * Aborted when the run shall end early (SIGTERM, SIGINT, lost lease): start no new work, store what is in flight,
   * return or throw. `run.signal.throwIfAborted()` between two pieces of work is enough.
   */
  readonly signal: AbortSignal;
  /** All reads, no writes; say with `print` what would change. */
  readonly dryRun: boolean;
  /** At most so many records are to be read, or sent by a job that finds out itself who is due; undefined: all. */
  readonly limit: number | undefined;
  readonly counts: RunCounts;

  /** Times a piece of the run, shows its progress and names it on every log line. Steps follow each other. */
  step<T>(name: string, work: (step: Step) => Promise<T>): Promise<T>;

  /**
   * Call it last inside the transaction that stores data: proves that the lease is still this run's, that not too
   * many records were rejected, and writes the counts into the run's row, in that same transaction. Without `tx`
   * (a target that has no transactions): proves the lease directly before the write.
   *
   * @throws TransientError when the lease was lost. @throws PermanentError as `assertFewRejected`.
   */
  checkpoint(tx?: Transaction): Promise<void>;

  /** @throws PermanentError when more than the share MAX_REJECTED_SHARE of the records read was rejected. */
  assertFewRejected(): void;

  /** A line for people on stdout: what a dry run would change. In JSON logs it is a log line of level info. */
  print(line: string): void;

  /**
   * Data that a person has asked to see, personal data too: written to stdout unmasked, and in no log line. `lines` for
   * people; where logs are JSON, `data` as one JSON object on a line of its own.
   */
  show(lines: string, data: object): void;
}

/** A step under way. */
export interface Step {
  readonly name: string;
  /** A child logger: every line names the step. */
  readonly logger: Logger;
  /** Rows done so far. */
  readonly rows: number;
  /** Adds rows done: `table.tap((batch) => step.advance(batch.length))`. Moves the bar; logs at most every 10 s elsewhere. */
  advance(rows: number): void;
  /** Says how many rows there will be, once that is known: the bar then shows the time left. */
  expect(totalRows: number): void;
}
