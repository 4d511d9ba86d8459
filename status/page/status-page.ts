import { needsSomebody, type Snapshot } from '../snapshot/index.ts';
import { type Html, html } from './html.ts';
import { jobCard } from './job-card.ts';
import { peopleSections } from './people.ts';
import { counted, moment } from './words.ts';

/** The whole page for a snapshot. It has no script; the browser asks again every five minutes. */
export function statusPage(snapshot: Snapshot, { timeZone }: { readonly timeZone: string }): string {
  const { takenAt, jobs } = snapshot;
  const shown = { now: takenAt, timeZone };
  const asOf = `as of ${moment(takenAt, timeZone)} ${timeZone}`;
  if (jobs.length === 0)
    return page({
      title: 'No runs yet',
      headline: html`<h1>No runs yet</h1>`,
      asOf,
      content: nothingYet(snapshot),
    });
  const { title, tone } = verdict(snapshot);
  return page({
    title,
    headline: html`<h1 class="${tone}">${title}</h1>`,
    asOf,
    content: html`<div class="jobs">${jobs.map((status) => jobCard(status, shown))}</div>
    <div class="people">${peopleSections(snapshot, shown)}</div>`,
  });
}

/** The page for when the warehouse cannot be read. */
export function failurePage(problem: string): string {
  const title = 'The warehouse cannot be read';
  return page({
    title,
    headline: html`<h1 class="bad">${title}</h1>`,
    asOf: '',
    content: html`<div class="empty"><p>${problem}</p><p>How the jobs are doing is written there, so nothing can be told until it answers.</p></div>`,
  });
}

function verdict({ jobs }: Snapshot): { title: string; tone: string } {
  const troubled = jobs.filter(needsSomebody).length;
  if (troubled === 0)
    return {
      title: jobs.length === 1 ? 'The job is fine' : `All ${jobs.length} jobs are fine`,
      tone: 'good',
    };
  return {
    title: `${troubled} of ${counted(jobs.length, 'job needs', troubled === 1 ? 'jobs needs' : 'jobs need')} somebody`,
    tone: 'bad',
  };
}

function nothingYet({ isSetUp }: Snapshot): Html {
  return html`<div class="empty">
      <p>No job has run against this warehouse.</p>
      <p>${isSetUp ? 'The first run will show here.' : 'The first run makes the tables, and will show here.'}</p>
      <p><code>docker compose run --rm mobilize-to-warehouse</code></p>
    </div>`;
}

interface Page {
  readonly title: string;
  readonly headline: Html;
  readonly asOf: string;
  readonly content: Html;
}

function page({ title, headline, asOf, content }: Page): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="refresh" content="300">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/style.css">
  </head>
  <body>
    <header class="top">
      ${headline}
      <p class="asof">${asOf}</p>
    </header>
    <main>${content}</main>
    <footer class="dim"><a href="/api/status">JSON</a> <a href="/metrics">Metrics</a></footer>
  </body>
</html>
`.markup;
}
