import type { Logger } from '../../../logging/index.ts';
import type { Clock } from './clock.ts';
import { type Failure, readFailure } from './failure.ts';
import { type Quota, quotaDelayMs } from './quota.ts';

/** With delays of 1, 2, 4, 8 and 16 seconds (each up to a second more) a remote that is down for half a minute is survived. */
const MAX_TRANSIENT_FAILURES = 6;
/** Somebody else may be using the same account's quota. */
const MAX_QUOTA_FAILURES = 5;
const MAX_DELAY_MS = 32_000;

export interface RetryOptions<T> {
  readonly endpoint: string;
  readonly quota: Quota;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
  readonly forgetToken: () => void;
  /**
   * For a write that must not be done twice: asked before every repetition, and before giving up, once an attempt may have taken effect
   * without its answer coming through. Answers with the result when it has, else with undefined.
   */
  readonly landed?: (() => Promise<T | undefined>) | undefined;
  readonly onFailure: (failure: Failure) => void;
  /** The error that is thrown in the end. */
  readonly explain: (failure: Failure, attempt: number) => Error;
}

/**
 * The attempt's result, after as many repetitions as its failures allow.
 *
 * The library has retries, but it never repeats a POST and gives up long before a per-minute quota is refilled.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions<T>): Promise<T> {
  const { clock, logger, signal, landed, endpoint } = options;
  const failures = { quota: 0, token: 0, transient: 0, refused: 0 };
  let mayHaveLanded = false;

  for (let attemptCount = 1; ; attemptCount++) {
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      const failure = readFailure(error);
      if (failure === undefined) throw error;
      options.onFailure(failure);
      failures[failure.kind] += 1;
      mayHaveLanded ||= failure.mayHaveLanded;
      const delayMs = delayBeforeNext(failure, failures, options);

      if (delayMs !== undefined) {
        const { httpStatus, reason } = failure;
        const fields = {
          source: 'google',
          endpoint,
          httpStatus,
          reason,
          attempt: attemptCount,
          delayMs: Math.round(delayMs),
        };
        logger.info(fields, 'Google request is repeated');
        await clock.wait(delayMs, signal);
      }
      const result = mayHaveLanded ? await landed?.() : undefined;
      if (result !== undefined) return result;
      if (delayMs === undefined) throw options.explain(failure, attemptCount);
      if (failure.kind === 'token') options.forgetToken();
    }
  }
}

/** Milliseconds; undefined when no repetition can help any more. */
function delayBeforeNext<T>(
  failure: Failure,
  failures: Record<Failure['kind'], number>,
  { quota, clock }: RetryOptions<T>,
): number | undefined {
  switch (failure.kind) {
    case 'quota':
      return failures.quota > MAX_QUOTA_FAILURES ? undefined : quotaDelayMs(quota, clock.random);
    case 'token':
      return failures.token > 1 ? undefined : 0;
    case 'transient':
      if (failures.transient >= MAX_TRANSIENT_FAILURES) return undefined;
      return Math.min(MAX_DELAY_MS, 1000 * (2 ** (failures.transient - 1) + clock.random()));
    case 'refused':
      return undefined;
  }
}
