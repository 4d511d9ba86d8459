import type { JobStatus, Run, RunState } from '../snapshot/index.ts';
import { needsSomebody } from '../snapshot/index.ts';
import { type Html, html } from './html.ts';
import { runNextStep } from './next-step.ts';
import { plot } from './plot.ts';
import { ago, count, duration, moment, shortCount } from './words.ts';

export interface Shown {
  readonly now: Date;
  readonly timeZone: string;
}

const STATES: Readonly<Record<RunState, { readonly word: string; readonly tone: string }>> = {
  running: { word: 'running', tone: 'accent' },
  succeeded: { word: 'done', tone: 'good' },
  partial: { word: 'done in part', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
  stopped: { word: 'stopped', tone: 'bad' },
  killed: { word: 'killed', tone: 'bad' },
};

/** One job against one target: how its last run went, what to do about it, and two weeks as plots. */
export function jobCard(status: JobStatus, shown: Shown): Html {
  const { job, target, last, days } = status;
  return html`<article class="${needsSomebody(status) ? 'card job bad' : 'card job'}">
  <header>
    <h2>${job}</h2>
    <p class="badges">${stateBadge(last.state)}${status.isLate ? html`<span class="badge bad">late</span>` : undefined}</p>
    <p class="target">${target}</p>
  </header>
  <div class="last">
    <p>${startedWords(last, shown)}${last.durationMs === undefined ? undefined : html`, <span class="number">took ${duration(last.durationMs)}</span>`}</p>
    <p class="dim">${rowWords(last)}</p>
    ${lateWords(status, shown)}
  </div>
  ${trouble(status)}
  <div class="plots">
    ${plot({ title: 'Rows written', days, value: ({ rowsWritten }) => rowsWritten, format: shortCount })}
    ${plot({ title: 'Longest run', days, value: ({ longestMs }) => longestMs ?? 0, format: duration })}
  </div>
  ${recentRuns(status, shown)}
</article>`;
}

function stateBadge(state: RunState): Html {
  const { word, tone } = STATES[state];
  return html`<span class="badge ${tone}">${word}</span>`;
}

function startedWords({ state, startedAt }: Run, { now, timeZone }: Shown): Html {
  const word = state === 'running' ? 'Running since' : 'Ran';
  return html`${word} <time datetime="${startedAt.toISOString()}">${moment(startedAt, timeZone)}</time>, ${ago(startedAt, now)}`;
}

/** What became of the records that were read; together they are as many. */
function rowWords({
  rowsRead,
  rowsWritten,
  rowsDuplicate,
  rowsSkipped,
  rowsRejected,
  rowsFailed,
}: Run): string {
  const parts: readonly [string, number | undefined][] = [
    ['read', rowsRead],
    ['written', rowsWritten],
    ['duplicate', rowsDuplicate],
    ['skipped', rowsSkipped],
    ['rejected', rowsRejected],
    ['failed', rowsFailed],
  ];
  return parts
    .filter(([name, rows]) => rows !== undefined && (rows > 0 || name === 'read' || name === 'written'))
    .map(([name, rows]) => `${count(rows ?? 0)} ${name}`)
    .join(' · ');
}

function lateWords({ isLate, lastDoneAt, lateAfter }: JobStatus, { now, timeZone }: Shown): Html | undefined {
  if (!isLate) return undefined;
  const done =
    lastDoneAt === undefined
      ? 'It was never done'
      : `Last done ${moment(lastDoneAt, timeZone)}, ${ago(lastDoneAt, now)}`;
  return html`<p class="overdue">${done}${lateAfter && `; expected by ${moment(lateAfter, timeZone)}`}.</p>`;
}

function trouble(status: JobStatus): Html | undefined {
  const step = runNextStep(status);
  const { error } = status.last;
  if (step === undefined && error === undefined) return undefined;
  return html`<div class="trouble">
    ${error === undefined ? undefined : html`<p class="error"><b>${error.class}</b> ${error.message}</p>`}
    ${step === undefined ? undefined : html`<p class="next"><span>Next</span> ${step}</p>`}
  </div>`;
}

function recentRuns({ recent }: JobStatus, { timeZone }: Shown): Html {
  return html`<details>
    <summary>Last ${recent.length === 1 ? 'run' : `${recent.length} runs`}</summary>
    <table>
      <thead><tr><th>Started</th><th>State</th><th>Took</th><th>Written</th><th>Run</th></tr></thead>
      <tbody>${recent.map(
        (run) => html`
        <tr>
          <td data-label="Started" class="number">${moment(run.startedAt, timeZone)}</td>
          <td data-label="State">${stateBadge(run.state)}${run.exitCode ? html` <span class="dim number">exit ${run.exitCode}</span>` : undefined}</td>
          <td data-label="Took" class="number">${run.durationMs === undefined ? '–' : duration(run.durationMs)}</td>
          <td data-label="Written">${run.rowsWritten === undefined ? '–' : count(run.rowsWritten)}</td>
          <td data-label="Run" class="mono">${run.runId}</td>
        </tr>`,
      )}
      </tbody>
    </table>
  </details>`;
}
