import type { BackoffOptions } from './http-options.ts';

/** With the defaults a call is given up after 5 attempts and at most 15 s of waiting between them. */
export const defaultBackoff = {
  attempts: 5,
  attemptsByStatus: {},
  firstDelayMs: 1000,
  maxDelayMs: 30_000,
  maxRetryAfterMs: 120_000,
  random: Math.random,
} satisfies BackoffOptions;

export type Backoff = Required<BackoffOptions>;

/**
 * Full jitter: anything between nothing and the exponential delay, so that clients that failed together do not come back together.
 *
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter" (2015).
 */
export function backoffMs(attempt: number, { firstDelayMs, maxDelayMs, random }: Backoff): number {
  return random() * Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1));
}
