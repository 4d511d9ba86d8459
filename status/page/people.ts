import type { Backlog, FailingPeople, Rejection, Snapshot } from '../snapshot/index.ts';
import { type Html, html } from './html.ts';
import type { Shown } from './job-card.ts';
import { peopleNextStep } from './next-step.ts';
import { count, counted, moment } from './words.ts';

/** The people still to be sent, and who or what was left out and why. Numbers and reasons, never a person. */
export function peopleSections({ backlog, failingPeople, rejections }: Snapshot, shown: Shown): Html[] {
  return [backlogSection(backlog), failingSection(failingPeople, shown), rejectionSection(rejections)];
}

function backlogSection(backlog: Backlog | undefined): Html {
  return section(
    'Still to send to Action Network',
    backlog === undefined
      ? html`<p class="dim">That cannot be told: mobilize.users_to_sync is not there, or this page may not read it.</p>`
      : html`<dl class="figures">
      ${figure('New', backlog.new, 'never sent')}
      ${figure('Changed', backlog.changed, 'their data changed')}
      ${figure('Again', backlog.retry, 'failed in passing')}
      ${figure('Refused', backlog.refused, 'wait for better data')}
    </dl>
    <p class="dim">${waitingWords(backlog)}</p>`,
  );
}

function waitingWords(backlog: Backlog): string {
  const waiting = backlog.new + backlog.changed + backlog.retry;
  if (waiting === 0) return 'Nobody waits for the next run.';
  return `The next run sends ${counted(waiting, 'person', 'people')}, four a second at most: about ${counted(Math.ceil(waiting / 240), 'minute', 'minutes')}.`;
}

function figure(name: string, value: number, meaning: string): Html {
  return html`<div><dt>${name}</dt><dd>${count(value)}</dd><dd class="dim">${meaning}</dd></div>`;
}

const OUTCOME_TONES: Readonly<Record<string, string>> = { failed: 'bad', retry: 'warn' };

function failingSection(failing: readonly FailingPeople[], { timeZone }: Shown): Html {
  return section(
    'People left out, by reason',
    failing.length === 0
      ? html`<p class="dim">Nobody.</p>`
      : html`<table>
      <thead><tr><th>People</th><th>Reason</th><th>Since</th><th>Next step</th></tr></thead>
      <tbody>${failing.map(
        (group) => html`
        <tr>
          <td data-label="People" class="number">${count(group.people)}</td>
          <td data-label="Reason"><span class="badge ${OUTCOME_TONES[group.outcome] ?? ''}">${group.outcome}</span> ${group.reason}<br><span class="dim">${group.job}${group.httpStatus === undefined ? '' : `, status ${group.httpStatus}`}</span></td>
          <td data-label="Since" class="number">${moment(group.since, timeZone)}</td>
          <td data-label="Next step">${peopleNextStep(group)}</td>
        </tr>`,
      )}
      </tbody>
    </table>`,
  );
}

function rejectionSection(rejections: readonly Rejection[]): Html {
  return section(
    'Records that the last runs could not use',
    rejections.length === 0
      ? html`<p class="dim">None.</p>`
      : html`<table>
      <thead><tr><th>Records</th><th>Reason</th><th>Meant for</th><th>Next step</th></tr></thead>
      <tbody>${rejections.map(
        ({ job, target, column, reason, records }) => html`
        <tr>
          <td data-label="Records" class="number">${count(records)}</td>
          <td data-label="Reason">${column === undefined ? undefined : html`<code>${column}</code> `}${reason}</td>
          <td data-label="Meant for">${target}<br><span class="dim">${job}</span></td>
          <td data-label="Next step">Correct it at the source; which records: etl.rejected_rows.</td>
        </tr>`,
      )}
      </tbody>
    </table>`,
  );
}

function section(title: string, content: Html): Html {
  return html`<section class="card"><h2>${title}</h2>${content}</section>`;
}
