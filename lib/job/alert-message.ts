import type { AlertOccasion } from './alert.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';
import type { PreviousRun } from './run-history.ts';
import type { RunSummary } from './run-summary.ts';
import { summaryHeadline, summaryRows } from './summary-text.ts';

export interface AlertMessage {
  readonly title: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly text?: string;
}

/** What an alert says: the headline, the rows of the summary, how the run before ended, what the exit code asks for, and the error. */
export function alertMessage(
  { error, ...summary }: RunSummary,
  { kind, previous }: AlertOccasion,
): AlertMessage {
  const { job, exitCode, startedAt, finishedAt } = summary;
  const meaning = EXIT_CODE_MEANINGS.find(([codes]) => codes.split(', ').includes(String(exitCode)))?.[1];
  const step = error?.step === undefined ? '' : ` in ${error.step}`;
  const headline = summaryHeadline(summary);
  return {
    title: kind === 'recovery' ? `${job} works again:${headline.slice(job.length)}` : headline,
    fields: [
      ...summaryRows(summary),
      ['started', startedAt],
      ['finished', finishedAt],
      ...(previous === undefined ? [] : [['the run before', describePrevious(previous)] as const]),
      ...(meaning === undefined ? [] : [['meaning', meaning] as const]),
    ],
    ...(error === undefined ? {} : { text: `${error.class}${step}: ${error.message}` }),
  };
}

const PREVIOUS_WORDS = {
  succeeded: 'succeeded',
  partial: 'was done in part',
  failed: 'failed',
  stopped: 'was stopped',
  killed: 'was killed: it ended without a word, and nothing half done was stored',
} as const satisfies Record<PreviousRun['status'], string>;

function describePrevious({ status, startedAt, runId }: PreviousRun): string {
  return `${PREVIOUS_WORDS[status]}; started ${startedAt.toISOString()}, ${runId}`;
}
