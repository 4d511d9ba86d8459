import pThrottle from 'p-throttle';

/** What one service account may do. Source: developers.google.com/sheets/api/limits (a service account counts as one user). */
export interface Quota {
  /** Default 60. */
  readonly readsPerMinute: number;
  /** Default 60. */
  readonly writesPerMinute: number;
  /** How long the quota's minute is: 60,000; shorter only for a stand-in. */
  readonly minuteMs: number;
}

export const defaultQuota: Quota = { readsPerMinute: 60, writesPerMinute: 60, minuteMs: 60_000 };

export type QuotaKind = 'read' | 'write';

/** Resolves when a request of that kind may leave. */
export type Throttle = (kind: QuotaKind) => Promise<void>;

/**
 * Lets a burst of a whole minute's budget through, then as much as Google refills. The window is 2 s longer than the minute, because
 * requests that left a minute apart may arrive closer together.
 */
export function createThrottle(
  { readsPerMinute, writesPerMinute, minuteMs }: Quota,
  signal?: AbortSignal,
): Throttle {
  const window = {
    interval: Math.ceil((minuteMs * 62) / 60),
    strict: true,
    ...(signal === undefined ? {} : { signal }),
  };
  const go = async () => {};
  const turns = {
    read: pThrottle({ ...window, limit: readsPerMinute })(go),
    write: pThrottle({ ...window, limit: writesPerMinute })(go),
  };
  return (kind) => turns[kind]();
}

/** Google refills by the minute and sends no Retry-After: a full minute and a second, then some jitter. */
export function quotaDelayMs({ minuteMs }: Quota, random: () => number): number {
  return (minuteMs * (61 + random())) / 60;
}
