import type { Clock } from './clock.ts';
import type { RequestInfo } from './journal.ts';

/** How a rate limit words the wait: no header at all, `Retry-After: 2`, or `Retry-After: <HTTP date>`. */
export type RetryAfterMode = 'none' | 'seconds' | 'date';

/** `before`: nothing has happened yet. `after`: the effect is in place, the answer has not been sent. */
export type Phase = 'before' | 'after';

/**
 * Called and awaited around each request of an API (not of `/__control`); kill tests stop the job in here. The answer
 * `drop` ends the connection: in phase `before` without the effect, in phase `after` with it.
 */
export type RequestObserver = (
  request: RequestInfo,
  phase: Phase,
) => undefined | 'drop' | Promise<undefined | 'drop'>;

/** What `startSimulators` takes; everything has a default. */
export interface SimulatorOptions {
  /** 0 (the default) takes any free port. */
  readonly port: number;
  /** Default 127.0.0.1: these servers are a development tool and know no real security. */
  readonly host: string;
  /** Origin at which jobs reach the server, such as `http://simulators:9100`; unset: where it listens. */
  readonly publicUrl: string | undefined;
  /** The same seed and number of attendances give the same data on every machine. Default 1. */
  readonly seed: number;
  /** Attendances of the example organisation at the start. Default 500, one million is fine. */
  readonly attendances: number;
  /** Where the state is kept between runs; unset: nothing is kept. */
  readonly stateFile: string | undefined;
  /** Where the service-account key is written; unset: the environment carries the key itself. */
  readonly credentialsFile: string | undefined;
  /** Whether the real limits on calls per second and per minute hold. Default true. */
  readonly rateLimits: boolean;
  /** Added before each answer of an API. Default 0. */
  readonly latencyMs: number;
  readonly clock: Clock;
  readonly onRequest: RequestObserver | undefined;
}
