import type { Logger } from '../logging/index.ts';
import type { Step } from './job-run.ts';
import type { Reporter, StepProgress } from './reporter.ts';

/** A step under way; counts rows and tells the reporter. */
export class ActiveStep implements Step, StepProgress {
  readonly name: string;
  readonly logger: Logger;
  readonly #reporter: Reporter;
  readonly #startedMs = performance.now();
  #endedMs: number | undefined;
  #rows = 0;
  #totalRows: number | undefined;

  constructor({ name, logger, reporter }: { name: string; logger: Logger; reporter: Reporter }) {
    this.name = name;
    this.logger = logger.child({ step: name });
    this.#reporter = reporter;
    reporter.stepStarted(this);
  }

  get rows(): number {
    return this.#rows;
  }

  get totalRows(): number | undefined {
    return this.#totalRows;
  }

  get durationMs(): number {
    return Math.round((this.#endedMs ?? performance.now()) - this.#startedMs);
  }

  advance(rows: number): void {
    this.#rows += rows;
    this.#reporter.stepAdvanced(this);
  }

  expect(totalRows: number): void {
    this.#totalRows = totalRows;
    this.#reporter.stepAdvanced(this);
  }

  end(outcome: 'done' | 'failed'): void {
    this.#endedMs = performance.now();
    this.#reporter.stepEnded(this, outcome);
  }
}
