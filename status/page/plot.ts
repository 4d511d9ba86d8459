import type { Day } from '../snapshot/index.ts';
import { type Html, html } from './html.ts';
import { shortDay } from './words.ts';

export interface PlotOptions {
  readonly title: string;
  readonly days: readonly Day[];
  /** The height of a day's bar. */
  readonly value: (day: Day) => number;
  readonly format: (value: number) => string;
}

const WIDTH = 280;
const HEIGHT = 56;
/** Of a day on which every run failed: there is nothing to measure, but it has to be seen. */
const FAILED_HEIGHT = 6;

/** Bars, one a day. A day on which no run was done is a red stub, one without a run is a gap. */
export function plot({ title, days, value, format }: PlotOptions): Html {
  const top = Math.max(1, ...days.map(value));
  const step = WIDTH / days.length;
  const bars = days.map((day, index) => {
    if (day.runs === 0) return undefined;
    const isFailed = day.runsDone === 0 && day.runsFailed > 0;
    const height = isFailed ? FAILED_HEIGHT : Math.max(1, (value(day) / top) * HEIGHT);
    const shown = isFailed ? 'failed' : format(value(day));
    return html`<rect class="${isFailed ? 'bar bad' : 'bar'}" x="${(index * step + 1.5).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${(step - 3).toFixed(1)}" height="${height.toFixed(1)}" rx="1"><title>${shortDay(day.day)}: ${shown}</title></rect>`;
  });
  const latest = days.findLast(({ runsDone }) => runsDone > 0);
  const [first] = days;
  const last = days.at(-1);
  return html`<figure class="plot">
  <figcaption><span>${title}</span><b>${latest === undefined ? '–' : format(value(latest))}</b></figcaption>
  <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${describe(title, days, value, format)}">
    <line class="base" x1="0" x2="${WIDTH}" y1="${HEIGHT - 0.5}" y2="${HEIGHT - 0.5}"></line>${bars}
  </svg>
  <p class="axis"><span>${first && shortDay(first.day)}</span><span class="most">most ${format(Math.max(0, ...days.map(value)))}</span><span>${last && shortDay(last.day)}</span></p>
</figure>`;
}

/** The plot in words, for those who do not see it. */
function describe(
  title: string,
  days: readonly Day[],
  value: PlotOptions['value'],
  format: PlotOptions['format'],
): string {
  const told = days
    .filter(({ runs }) => runs > 0)
    .map(
      (day) =>
        `${shortDay(day.day)} ${day.runsDone === 0 && day.runsFailed > 0 ? 'failed' : format(value(day))}`,
    );
  return `${title}: ${told.length === 0 ? 'no runs' : told.join(', ')}`;
}
