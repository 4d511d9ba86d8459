/** How fast one API is called. */
export interface Rate {
  readonly api: string;
  readonly kind: 'read' | 'write';
  readonly total: number;
  /** The most requests that came within any 1,000 ms. */
  readonly peakPerSecond: number;
  /** Requests in each of the last seconds, oldest first; the last one is still running. */
  readonly lastSeconds: readonly number[];
}

const secondsKept = 60;

interface Series {
  readonly api: string;
  readonly kind: 'read' | 'write';
  total: number;
  peak: number;
  /** Arrival times of the last second. */
  recentMs: number[];
  readonly perSecond: Map<number, number>;
}

/** Counts by the machine's own steady clock, whatever the simulated time is. */
export function createRates({ nowMs = () => performance.now() }: { readonly nowMs?: () => number } = {}) {
  const seriesByKey = new Map<string, Series>();

  return {
    count(api: string, method: string): void {
      const kind = method === 'GET' || method === 'HEAD' ? 'read' : 'write';
      const key = `${api} ${kind}`;
      let series = seriesByKey.get(key);
      if (series === undefined) {
        series = { api, kind, total: 0, peak: 0, recentMs: [], perSecond: new Map() };
        seriesByKey.set(key, series);
      }
      addArrival(series, nowMs());
    },
    all(): Rate[] {
      const second = Math.floor(nowMs() / 1_000);
      return [...seriesByKey.values()].map(({ api, kind, total, peak, perSecond }) => ({
        api,
        kind,
        total,
        peakPerSecond: peak,
        lastSeconds: Array.from(
          { length: secondsKept },
          (_, index) => perSecond.get(second - secondsKept + 1 + index) ?? 0,
        ),
      }));
    },
  };
}

function addArrival(series: Series, nowMs: number): void {
  series.total += 1;
  series.recentMs.push(nowMs);
  const expired = series.recentMs.findIndex((atMs) => atMs > nowMs - 1_000);
  if (expired > 0) series.recentMs.splice(0, expired);
  series.peak = Math.max(series.peak, series.recentMs.length);

  const second = Math.floor(nowMs / 1_000);
  series.perSecond.set(second, (series.perSecond.get(second) ?? 0) + 1);
  if (series.perSecond.size > secondsKept * 2) {
    for (const old of series.perSecond.keys()) {
      if (old <= second - secondsKept) series.perSecond.delete(old);
    }
  }
}
