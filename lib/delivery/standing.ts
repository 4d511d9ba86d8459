/** What the log says of a row's last attempt; both null when there was none. */
export interface LastAttempt {
  readonly outcome: string | null;
  readonly payloadHash: string | null;
}

/** `due`: to be sent. `unchanged`: sent already. `parked`: cannot be sent, or was refused for good. */
export type Standing = 'due' | 'unchanged' | 'parked';

/**
 * Whether a row is to be sent, by its last attempt. What failed for a passing reason is due again. What was refused, or
 * cannot be sent, waits until its data change; `retryFailed` makes the refused ones due at once.
 *
 * @param payloadHash of the data that would be sent now
 */
export function standingOf(
  last: LastAttempt,
  { payloadHash, retryFailed }: { readonly payloadHash: string; readonly retryFailed: boolean },
): Standing {
  if (last.payloadHash !== payloadHash) return 'due';
  switch (last.outcome) {
    case 'synced':
      return 'unchanged';
    case 'skipped':
      return 'parked';
    case 'failed':
      return retryFailed ? 'due' : 'parked';
    default:
      return 'due';
  }
}
