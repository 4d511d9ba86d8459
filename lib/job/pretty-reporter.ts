import { styleText } from 'node:util';
import { EtlError } from '../errors/index.ts';
import { type Mask, serializeError } from '../logging/index.ts';
import type { CheckResult } from './job.ts';
import type { OutputStream } from './job-host.ts';
import { formatDuration, formatRows } from './plain-words.ts';
import type { ProgressBar } from './progress-bar.ts';
import type { Reporter, RunStart, StepProgress } from './reporter.ts';
import type { RunStatus, RunSummary } from './run-summary.ts';
import { summaryHeadline, summaryRows } from './summary-text.ts';

const PROGRESS_EVERY_MS = 10_000;

type Style = Parameters<typeof styleText>[0];

const MARKS = {
  succeeded: ['✓', 'green'],
  partial: ['!', 'yellow'],
  held: ['!', 'yellow'],
  stopped: ['!', 'yellow'],
  failed: ['✗', 'red'],
} as const satisfies Record<RunStatus, readonly [string, Style]>;

export interface PrettyOptions {
  readonly stdout: OutputStream;
  readonly mask: Mask;
  readonly hasColors: boolean;
  /** Only on a terminal; elsewhere progress is a line at most every 10 s. */
  readonly bar?: ProgressBar;
}

/** Reports as text for a person: a line for each step, a bar while it runs, and a block at the end. */
export class PrettyReporter implements Reporter {
  readonly #options: PrettyOptions;
  #lastProgressMs = 0;

  constructor(options: PrettyOptions) {
    this.#options = options;
  }

  /** Writes a whole line, above the bar where there is one. Log lines come through here too. */
  writeLine(line: string): void {
    this.#write(this.#options.mask.text(line.trimEnd()));
  }

  runStarted({ runId, version, dryRun, limit }: RunStart): void {
    const notes = [
      ...(dryRun ? ['dry run: nothing is written'] : []),
      ...(limit ? [`at most ${limit} ${limit === 1 ? 'record' : 'records'}`] : []),
    ];
    this.writeLine(this.#style('dim', [`run ${runId}, version ${version}`, ...notes].join(', ')));
  }

  stepStarted(step: StepProgress): void {
    this.#lastProgressMs = performance.now();
    this.#options.bar?.show(step);
  }

  stepAdvanced(step: StepProgress): void {
    if (this.#options.bar !== undefined) {
      this.#options.bar.update(step);
      return;
    }
    if (performance.now() - this.#lastProgressMs < PROGRESS_EVERY_MS) return;
    this.#lastProgressMs = performance.now();
    this.writeLine(`… ${this.#stepText(step)}`);
  }

  stepEnded(step: StepProgress, outcome: 'done' | 'failed'): void {
    this.#options.bar?.hide();
    const mark = outcome === 'done' ? this.#style('green', '✓') : this.#style('red', '✗');
    this.writeLine(`${mark} ${this.#stepText(step)}`);
  }

  print(line: string): void {
    this.writeLine(line);
  }

  show(lines: string): void {
    this.#write(lines);
  }

  checked({ what, ok, detail, problem }: CheckResult): void {
    const mark = ok ? this.#style('green', '✓') : this.#style('red', '✗');
    const more = ok ? detail : problem;
    this.writeLine(`${mark} ${what}${more === undefined ? '' : `: ${more}`}`);
  }

  /** The summary names the error; here are its causes, and the stack of an error that nobody foresaw. */
  failed(error: unknown): void {
    const { stack, causes = [] } = serializeError(error, this.#options.mask);
    for (const cause of causes)
      this.writeLine(this.#style('dim', `  caused by ${cause.class}: ${cause.message}`));
    if (!(error instanceof EtlError) && stack !== undefined) this.writeLine(this.#style('dim', stack));
  }

  runEnded(summary: RunSummary): void {
    this.#options.bar?.hide();
    const [mark, color] = MARKS[summary.status];
    const rows = summaryRows(summary);
    const width = Math.max(...rows.map(([name]) => name.length)) + 2;
    const lines = rows.map(([name, value]) => {
      const indented = value.replaceAll('\n', `\n${' '.repeat(width + 2)}`);
      return `  ${this.#style('dim', name.padEnd(width))}${indented}`;
    });
    this.writeLine(['', this.#style(color, `${mark} ${summaryHeadline(summary)}`), ...lines].join('\n'));
  }

  #write(text: string): void {
    const { bar, stdout } = this.#options;
    if (bar?.isShown) bar.writeAbove(`${text}\n`);
    else stdout.write(`${text}\n`);
  }

  #stepText({ name, rows, durationMs }: StepProgress): string {
    const details = [...(rows > 0 ? [formatRows(rows)] : []), formatDuration(durationMs)].join(', ');
    return `${name}  ${this.#style('dim', details)}`;
  }

  #style(style: Style, text: string): string {
    return this.#options.hasColors ? styleText(style, text, { validateStream: false }) : text;
  }
}
