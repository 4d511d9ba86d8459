import { MultiBar, type Options, type Params, type SingleBar } from 'cli-progress';
import { formatCount, formatDuration, formatRows } from './plain-words.ts';
import type { StepProgress } from './reporter.ts';
import { rowsPerSecond } from './rows-per-second.ts';

const BAR_WIDTH = 24;
const FRAMES_PER_SECOND = 8;

/** One bar at the bottom of a terminal: rows, rate and, when the total is known, share and time left. */
export class ProgressBar {
  readonly #stream: NodeJS.WritableStream;
  #bars: MultiBar | undefined;
  #bar: SingleBar | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  get isShown(): boolean {
    return this.#bars !== undefined;
  }

  show(step: StepProgress): void {
    this.hide();
    const options: Options = {
      stream: this.#stream,
      format: formatBar,
      fps: FRAMES_PER_SECOND,
      clearOnComplete: true,
      hideCursor: true,
      emptyOnZero: true,
      // The run has signal handlers of its own; those of the library would end the bar but not the run.
      gracefulExit: false,
    };
    this.#bars = new MultiBar(options);
    this.#bar = this.#bars.create(step.totalRows ?? 0, 0, { step });
  }

  update(step: StepProgress): void {
    this.#bar?.update(step.rows, { step });
  }

  writeAbove(text: string): void {
    this.#bars?.log(text);
    this.#bars?.update();
  }

  hide(): void {
    this.#bars?.stop();
    this.#bars = undefined;
    this.#bar = undefined;
  }
}

function formatBar(_options: Options, _params: Params, { step }: { step: StepProgress }): string {
  const rate = rowsPerSecond(step);
  const rateText = rate > 0 ? `, ${formatCount(rate)}/s` : '';
  const { name, rows, totalRows } = step;
  if (totalRows === undefined || totalRows === 0) return `… ${name}  ${formatRows(rows)}${rateText}`;
  const share = Math.min(rows / totalRows, 1);
  const filled = Math.round(share * BAR_WIDTH);
  const left = rate > 0 ? `, ${formatDuration((Math.max(totalRows - rows, 0) * 1_000) / rate)} left` : '';
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  return `… ${name}  ${bar} ${Math.floor(share * 100)} %, ${formatCount(rows)} of ${formatRows(totalRows)}${rateText}${left}`;
}
