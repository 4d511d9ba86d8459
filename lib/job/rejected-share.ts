import { PermanentError } from '../errors/index.ts';
import type { RunCounts } from './run-counts.ts';

/** @throws PermanentError when more than `maxShare` (0 to 1) of the records read was rejected. */
export function assertFewRejected(counts: RunCounts, maxShare: number): void {
  const rejected = counts.get('rejected');
  const read = counts.get('read');
  if (rejected <= read * maxShare) return;
  throw new PermanentError(
    `${rejected} of ${read} records were rejected, more than the share of ${maxShare} that MAX_REJECTED_SHARE allows`,
    { facts: { rejected, read, maxShare } },
  );
}
