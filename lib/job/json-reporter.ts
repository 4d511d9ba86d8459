import type { Logger } from '../logging/index.ts';
import type { CheckResult } from './job.ts';
import type { OutputStream } from './job-host.ts';
import type { Reporter, RunStart, StepProgress } from './reporter.ts';
import { rowsPerSecond } from './rows-per-second.ts';
import type { RunStatus, RunSummary } from './run-summary.ts';

const PROGRESS_EVERY_MS = 10_000;

const LEVELS = {
  succeeded: 'info',
  partial: 'warn',
  held: 'warn',
  stopped: 'warn',
  failed: 'error',
} as const satisfies Record<RunStatus, string>;

/** Reports as log lines: progress at most every 10 s, and the summary as the last line. */
export class JsonReporter implements Reporter {
  readonly #logger: Logger;
  /** For what must come out at any LOG_LEVEL: the summary, and what was asked for (a check, a dry run). */
  readonly #answers: Logger;
  readonly #stdout: OutputStream;
  #lastProgressMs = performance.now();

  constructor(logger: Logger, stdout: OutputStream) {
    this.#logger = logger;
    this.#stdout = stdout;
    this.#answers = logger.child({}, { level: 'info' });
  }

  runStarted({ version, dryRun, limit }: RunStart): void {
    this.#logger.info({ version, dryRun, limit }, 'run started');
  }

  stepStarted({ name }: StepProgress): void {
    this.#lastProgressMs = performance.now();
    this.#logger.info({ step: name }, 'step started');
  }

  stepAdvanced(step: StepProgress): void {
    if (performance.now() - this.#lastProgressMs < PROGRESS_EVERY_MS) return;
    this.#lastProgressMs = performance.now();
    const { name, rows, totalRows } = step;
    this.#logger.info(
      { step: name, rowCount: rows, totalRowCount: totalRows, rowsPerSecond: rowsPerSecond(step) },
      'step goes on',
    );
  }

  stepEnded({ name, rows, durationMs }: StepProgress, outcome: 'done' | 'failed'): void {
    this.#logger.info({ step: name, rowCount: rows, durationMs, outcome }, 'step ended');
  }

  print(line: string): void {
    this.#answers.info(line);
  }

  show(_lines: string, data: object): void {
    this.#stdout.write(`${JSON.stringify(data)}\n`);
  }

  checked({ what, ok, detail, problem }: CheckResult): void {
    if (ok) this.#answers.info({ what, ok, detail }, 'checked');
    else this.#answers.error({ what, ok, problem }, 'checked');
  }

  failed(error: unknown): void {
    this.#logger.error({ err: error }, 'run failed');
  }

  runEnded(summary: RunSummary): void {
    this.#answers[LEVELS[summary.status]]({ summary }, 'summary');
  }
}
