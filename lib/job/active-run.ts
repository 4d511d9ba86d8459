import { PermanentError } from '../errors/index.ts';
import type { Transaction } from '../lease/index.ts';
import type { Logger } from '../logging/index.ts';
import { ActiveStep } from './active-step.ts';
import type { JobRun, Step } from './job-run.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { assertFewRejected } from './rejected-share.ts';
import type { Reporter } from './reporter.ts';
import { RunCounts } from './run-counts.ts';
import type { RunHistory, RunRecord } from './run-history.ts';
import type { StepSummary } from './run-summary.ts';

export interface ActiveRunOptions {
  readonly runId: string;
  readonly job: string;
  readonly version: string;
  readonly startedAt: Date;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
  readonly maxRejectedShare: number;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly reporter: Reporter;
}

/** What a run must hold before it may write. */
export interface Permit {
  readonly target: string;
  readonly lease: LeaseKeeper;
  readonly history: RunHistory | undefined;
}

/** The run that a job is given, and what the runner needs to know of it. */
export class ActiveRun implements JobRun {
  readonly counts = new RunCounts();
  readonly #options: ActiveRunOptions;
  readonly #steps: ActiveStep[] = [];
  #permit: Permit | undefined;
  #failedStep: string | undefined;

  constructor(options: ActiveRunOptions) {
    this.#options = options;
  }

  get runId(): string {
    return this.#options.runId;
  }

  get startedAt(): Date {
    return this.#options.startedAt;
  }

  get logger(): Logger {
    return this.#options.logger;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  get dryRun(): boolean {
    return this.#options.dryRun;
  }

  get limit(): number | undefined {
    return this.#options.limit;
  }

  /** The innermost step that failed first. */
  get failedStep(): string | undefined {
    return this.#failedStep;
  }

  get steps(): readonly StepSummary[] {
    return this.#steps.map(({ name, durationMs, rows }) => ({ name, durationMs, rows }));
  }

  async step<T>(name: string, work: (step: Step) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const step = new ActiveStep({ name, logger: this.logger, reporter: this.#options.reporter });
    this.#steps.push(step);
    try {
      const result = await work(step);
      step.end('done');
      return result;
    } catch (error) {
      this.#failedStep ??= name;
      step.end('failed');
      throw error;
    }
  }

  async checkpoint(tx?: Transaction): Promise<void> {
    if (this.#permit === undefined) throw new PermanentError('a dry run must not store anything');
    const { lease, history, target } = this.#permit;
    this.assertFewRejected();
    await lease.assertHeld(tx);
    if (tx !== undefined) await history?.checkpoint(tx, this.record(target));
  }

  assertFewRejected(): void {
    assertFewRejected(this.counts, this.#options.maxRejectedShare);
  }

  print(line: string): void {
    this.#options.reporter.print(line);
  }

  show(lines: string, data: object): void {
    this.#options.reporter.show(lines, data);
  }

  /** From now on the run may write. */
  permit(permit: Permit): void {
    this.#permit = permit;
  }

  record(target: string): RunRecord {
    const { runId, job, version, startedAt } = this.#options;
    return { runId, job, version, startedAt, target, counts: this.counts.snapshot() };
  }
}
