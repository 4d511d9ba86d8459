import type { FailingPeople, JobStatus, Run } from '../snapshot/index.ts';

/** What a person does about a job now; undefined: nothing. docs/operations.md says more on each. */
export function runNextStep({ last, isLate }: Pick<JobStatus, 'last' | 'isLate'>): string | undefined {
  const isDone = last.state === 'succeeded' || last.state === 'partial';
  return isLate && isDone ? LATE : stepAfter(last);
}

const LATE =
  'Look at the scheduler: is the schedule suspended, or does the job end before it reaches the warehouse (exit code 2)? Then run it by hand.';

function stepAfter({ state, exitCode }: Run): string | undefined {
  switch (state) {
    case 'killed':
      return 'Run it again. It ended without a word: out of memory, a node that went away, or kill -9. What it had not committed is not there. If it happens again, look at its memory limit.';
    case 'stopped':
      return 'Run it again; what was in flight is stored. Something told it to stop, mostly a deadline: raise that if this comes back.';
    case 'partial':
      return 'Done, but some records were left out: the reasons are below.';
    case 'failed':
      return exitCode === undefined ? AFTER_FAILURE : (STEP_BY_EXIT_CODE[exitCode] ?? AFTER_FAILURE);
    case 'running':
    case 'succeeded':
      return undefined;
  }
}

const AFTER_FAILURE =
  'Read the message, mend the cause, run it again: running it twice does no harm. The log of this run has more.';

const STEP_BY_EXIT_CODE: Readonly<Record<number, string>> = {
  2: 'Mend what the message names (a setting, a key, a permission), then run it again. As it is, no repeat can help.',
  75: 'Run it again, or wait for the next run, which catches up: another system was away, or another run was at work.',
};

/** What a person does about people whom a sync left out. */
export function peopleNextStep({ outcome, httpStatus }: FailingPeople): string {
  if (outcome === 'retry') return 'Nothing: the next run tries them again.';
  if (outcome === 'skipped') return 'Nothing: they are tried again when their data change.';
  if (httpStatus === 401 || httpStatus === 403) {
    return 'Look at what the key may do, then run the job once with --retry-failed.';
  }
  return 'Correct their data at the source: they are sent again when these change. Or run the job once with --retry-failed.';
}
