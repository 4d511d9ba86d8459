import type { MethodOptions } from 'googleapis/build/src/apis/sheets/index.js';
import type { ZodType } from 'zod';
import { PermanentError } from '../../../errors/index.ts';
import type { Logger } from '../../../logging/index.ts';
import type { Clock } from './clock.ts';
import { BrokenAnswerError, type Failure } from './failure.ts';
import type { Quota, Throttle } from './quota.ts';
import { withRetries } from './retry.ts';

/** Google works on a request for at most 180 seconds. */
export const BIG_WRITE_TIMEOUT_MS = 180_000;

export interface Call<T> {
  /** The method's name in logs and errors, e.g. `values.get`. */
  readonly endpoint: string;
  /** Reads and writes of Sheets have a quota each; Drive's is so large that it needs none. */
  readonly kind: 'read' | 'write' | 'drive';
  /** What the answer must be. */
  readonly schema: ZodType<T>;
  readonly send: (options: MethodOptions) => Promise<{ readonly data: unknown }>;
  readonly timeoutMs?: number;
  /** See RetryOptions: for writes that are not safe to repeat by themselves. */
  readonly landed?: (() => Promise<T | undefined>) | undefined;
  /** Goes out at once, also after the stop signal: giving back a lease. */
  readonly isUrgent?: boolean;
}

export interface RequestCounts {
  /** All attempts, repeated ones included; token requests are not counted. */
  requests: number;
  reads: number;
  writes: number;
  /** Answers with a used-up quota. */
  rateLimited: number;
}

export interface TransportOptions {
  readonly quota: Quota;
  readonly throttle: Throttle;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends waits and reads at once and lets no further request out; a write under way is given the time to finish. */
  readonly signal: AbortSignal | undefined;
  readonly timeoutMs: number;
  readonly forgetToken: () => void;
  readonly explain: (failure: Failure, facts: { endpoint: string; attempt: number }) => Error;
}

/** The one way to Google: throttle, timeout, retries, checked answers, counted requests. */
export interface Transport {
  run<T>(call: Call<T>): Promise<T>;
  readonly counts: Readonly<RequestCounts>;
}

export function createTransport(options: TransportOptions): Transport {
  const counts: RequestCounts = { requests: 0, reads: 0, writes: 0, rateLimited: 0 };
  /** After a lost connection none is used twice: some servers and proxies close one after each answer without saying so, and a repetition over it would be lost too. */
  let reusesConnections = true;

  async function attempt<T>(call: Call<T>, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    if (call.kind !== 'drive' && !call.isUrgent) await options.throttle(call.kind);
    counts.requests += 1;
    if (call.kind === 'read') counts.reads += 1;
    if (call.kind === 'write') counts.writes += 1;
    const answer = await call.send({
      timeout: call.timeoutMs ?? options.timeoutMs,
      retry: false,
      // JSON whatever the header says; a body that is none comes out as text.
      responseType: 'json',
      ...(reusesConnections ? {} : { headers: { connection: 'close' } }),
      ...(signal === undefined || call.kind === 'write' ? {} : { signal }),
    });
    return readAnswer(call, answer.data);
  }

  return {
    counts,
    run: (call) => {
      const signal = call.isUrgent ? undefined : options.signal;
      return withRetries(() => attempt(call, signal), {
        ...options,
        signal,
        endpoint: call.endpoint,
        landed: call.landed,
        onFailure: ({ kind, httpStatus }) => {
          if (kind === 'quota') counts.rateLimited += 1;
          if (httpStatus === undefined) reusesConnections = false;
        },
        explain: (failure, attemptCount) =>
          options.explain(failure, { endpoint: call.endpoint, attempt: attemptCount }),
      });
    },
  };
}

function readAnswer<T>({ schema, endpoint }: Call<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  // The library hands out a body that it could not parse as text.
  if (typeof data !== 'object') throw new BrokenAnswerError('the answer is not whole');
  const paths = parsed.error.issues.slice(0, 3).map((issue) => issue.path.join('.'));
  throw new PermanentError(`google: the answer of ${endpoint} is not as documented at ${paths.join(', ')}`, {
    facts: { source: 'google', endpoint },
  });
}
