import { TransientError } from '../errors/index.ts';
import type { Backoff } from './backoff.ts';
import { backoffMs } from './backoff.ts';
import { isNeverConnected } from './network-error.ts';

/** An attempt that brought no usable answer. */
export interface Failure {
  readonly error: Error;
  readonly httpStatus?: number;
  /** What the server asked for. */
  readonly askedDelayMs?: number | undefined;
}

/** Rate limits are per second, so a client that met one and was told no delay rests for at least that long. */
const leastPauseMs = 1000;

/** How long to wait before the next attempt, in milliseconds; undefined = give up. */
export function retryDelayMs(
  failure: Failure,
  attempt: number,
  isSafe: boolean,
  backoff: Backoff,
): number | undefined {
  const { error, httpStatus, askedDelayMs } = failure;
  const attempts = backoff.attemptsByStatus[httpStatus ?? 0] ?? backoff.attempts;
  if (!(error instanceof TransientError) || attempt >= attempts) return undefined;
  // A 429 was refused before it did anything, as was a call that found nobody to connect to.
  if (!isSafe && httpStatus !== 429 && !isNeverConnected(error)) return undefined;
  return askedDelayMs ?? backoffMs(attempt, backoff);
}

/** How long all calls of the client rest after a 429. */
export function pauseMs({ askedDelayMs }: Failure, attempt: number, backoff: Backoff): number {
  return Math.max(askedDelayMs ?? backoffMs(attempt, backoff), Math.min(leastPauseMs, backoff.firstDelayMs));
}
