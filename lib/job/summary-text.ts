import { formatCount, formatDuration } from './plain-words.ts';
import { COUNT_NAMES } from './run-counts.ts';
import type { RunStatus, RunSummary } from './run-summary.ts';

const HEADLINES = {
  succeeded: 'succeeded in',
  partial: 'done in part after',
  failed: 'failed after',
  stopped: 'was stopped after',
  held: 'did not start: another run is at work; gave up after',
} as const satisfies Record<RunStatus, string>;

/** `mobilize-to-warehouse failed after 3.2 s`, with `(dry run)` where it was one. */
export function summaryHeadline({ job, status, durationMs, dryRun }: RunSummary): string {
  return `${job}${dryRun ? ' (dry run)' : ''} ${HEADLINES[status]} ${formatDuration(durationMs)}`;
}

/** What there is to say about a run, as names and values; counts of 0 are left out, except what was read and written. */
export function summaryRows(summary: RunSummary): (readonly [name: string, value: string])[] {
  const { runId, version, target, counts, requests, error, exitCode, dryRun } = summary;
  const shown = COUNT_NAMES.filter((name) => counts[name] > 0 || name === 'read' || name === 'written');
  const sent = Object.entries(requests).map(([system, count]) => `${system} ${formatCount(count)}`);
  return [
    ['run', `${runId}, version ${version}`],
    ...(target === undefined ? [] : [['target', target] as const]),
    ...shown.map((name) => [inWords(name, dryRun), formatCount(counts[name])] as const),
    ...(sent.length === 0 ? [] : [['requests', sent.join(', ')] as const]),
    ['exit code', String(exitCode)],
    ...(error === undefined
      ? []
      : [[error.step === undefined ? 'error' : `error in ${error.step}`, errorText(error)] as const]),
  ];
}

function errorText({ class: name, message }: { class: string; message: string }): string {
  return `${name}: ${message}`;
}

/** `replacedCharacters` becomes `replaced characters`; what is written in a dry run only would be. */
function inWords(name: string, dryRun: boolean): string {
  if (dryRun && name === 'written') return 'would write';
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
