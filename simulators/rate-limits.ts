import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import type { RetryAfterMode } from './options.ts';

/** A limit on how often something may be called, counted apart for each key (an address, an API key, a user). */
export interface RateLimit {
  readonly name: string;
  /** Calls that may come in one window; also the burst that an idle caller may send at once. */
  readonly calls: number;
  readonly perMs: number;
  /**
   * `token-bucket` refills evenly, so that a caller at exactly the limit is never refused for jitter;
   * `sliding-window` never lets more than `calls` through in any window.
   */
  readonly kind: 'token-bucket' | 'sliding-window';
  /** How a refusal words the wait. */
  readonly retryAfter: RetryAfterMode;
  readonly enabled: boolean;
}

export interface RateLimiter {
  readonly limit: RateLimit;
  /** Milliseconds until the next call would be let through; 0 when this one is, and then it is counted. */
  take(key: string): number;
  /** Sets the Retry-After header of a refusal in the mode of the limit, rounded up to a second. */
  setRetryAfter(reply: FastifyReply, waitMs: number): void;
}

export interface RateLimits {
  /** Makes a limit; default a token bucket with whole seconds. @throws Error when the name is taken. */
  create(limit: NewRateLimit): RateLimiter;
  all(): readonly RateLimit[];
  /** Changes a limit while running and forgets its past calls. @throws Error when there is none of that name. */
  change(name: string, change: RateLimitChange): RateLimit;
  /** As at the start: without changes and without past calls. */
  reset(): void;
}

export type NewRateLimit = Pick<RateLimit, 'name' | 'calls' | 'perMs'> &
  Partial<Pick<RateLimit, 'kind' | 'retryAfter'>>;

/** What `POST /__control/rate-limits` takes beside the name. */
export const rateLimitChange = z.strictObject({
  calls: z.int().positive().optional(),
  perMs: z.number().positive().optional(),
  kind: z.enum(['token-bucket', 'sliding-window']).optional(),
  retryAfter: z.enum(['none', 'seconds', 'date']).optional(),
  enabled: z.boolean().optional(),
});
export type RateLimitChange = z.infer<typeof rateLimitChange>;

/** Limits that start switched on or off; they run on the simulated clock. */
export function createRateLimits({ clock, enabled }: { clock: Clock; enabled: boolean }): RateLimits {
  const counters = new Map<string, Counter>();

  return {
    create: (limit) => {
      if (counters.has(limit.name)) throw new Error(`there is already a rate limit named ${limit.name}`);
      const counter = new Counter({ kind: 'token-bucket', retryAfter: 'seconds', enabled, ...limit }, clock);
      counters.set(limit.name, counter);
      return counter;
    },
    all: () => [...counters.values()].map((counter) => counter.limit),
    change: (name, change) => {
      const counter = counters.get(name);
      if (counter === undefined) throw new Error(`there is no rate limit named ${name}`);
      counter.limit = { ...counter.limit, ...change };
      counter.clear();
      return counter.limit;
    },
    reset: () => {
      for (const counter of counters.values()) counter.reset();
    },
  };
}

class Counter implements RateLimiter {
  limit: RateLimit;
  readonly #initial: RateLimit;
  readonly #clock: Clock;
  #buckets = new Map<string, { tokens: number; atMs: number }>();
  #calls = new Map<string, number[]>();

  constructor(limit: RateLimit, clock: Clock) {
    this.limit = limit;
    this.#initial = limit;
    this.#clock = clock;
  }

  take(key: string): number {
    if (!this.limit.enabled) return 0;
    return this.limit.kind === 'token-bucket' ? this.#takeToken(key) : this.#takePlace(key);
  }

  setRetryAfter(reply: FastifyReply, waitMs: number): void {
    const waitSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
    if (this.limit.retryAfter === 'seconds') reply.header('retry-after', String(waitSeconds));
    if (this.limit.retryAfter === 'date') {
      reply.header('retry-after', new Date(this.#clock.now() + waitSeconds * 1_000).toUTCString());
    }
  }

  reset(): void {
    this.limit = this.#initial;
    this.clear();
  }

  clear(): void {
    this.#buckets.clear();
    this.#calls.clear();
  }

  #takeToken(key: string): number {
    const { calls, perMs } = this.limit;
    const nowMs = this.#clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: calls, atMs: nowMs };
    const refilled = Math.min(calls, bucket.tokens + ((nowMs - bucket.atMs) * calls) / perMs);
    const allowed = refilled >= 1;
    this.#buckets.set(key, { tokens: allowed ? refilled - 1 : refilled, atMs: nowMs });
    return allowed ? 0 : Math.max(1, ((1 - refilled) * perMs) / calls);
  }

  #takePlace(key: string): number {
    const { calls, perMs } = this.limit;
    const nowMs = this.#clock.now();
    const recent = (this.#calls.get(key) ?? []).filter((atMs) => atMs > nowMs - perMs);
    this.#calls.set(key, recent);
    const oldestMs = recent[recent.length - calls];
    if (oldestMs !== undefined) return oldestMs + perMs - nowMs;
    recent.push(nowMs);
    return 0;
  }
}
