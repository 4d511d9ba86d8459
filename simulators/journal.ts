import { createRates, type Rate } from './rates.ts';

/** The names by which faults, rate limits, the journal and `/__control/state/<name>` know the simulators. */
export const apiNames = ['mobilize', 'actionNetwork', 'everyAction', 'google', 'slack'] as const;
export type ApiName = (typeof apiNames)[number];

/** One request as it came in, without its body and without the values of credentials. */
export interface RequestInfo {
  /** Counted from 1 over all APIs since the start or the last reset. */
  readonly number: number;
  readonly api: ApiName;
  readonly method: string;
  /** Without the query; the secret parts of a webhook are replaced. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
  readonly atMs: number;
}

/** A request with how it ended. */
export interface JournalEntry extends RequestInfo {
  status?: number;
  durationMs?: number;
  bodyBytes?: number;
  /** Kinds of the faults that it met. */
  faults?: string[];
  /** `lost`: the connection ended before the whole answer was sent. */
  outcome: 'open' | 'answered' | 'lost';
}

export interface JournalCounters {
  readonly total: number;
  readonly byApi: Readonly<Record<string, number>>;
  /** Keys like `mobilize GET 200`; `mobilize GET lost` where no answer got through. */
  readonly byResult: Readonly<Record<string, number>>;
}

export interface Journal {
  open(request: Omit<RequestInfo, 'number'>): JournalEntry;
  close(entry: JournalEntry, end: { status: number; bodyBytes: number; lost: boolean }): void;
  /** The newest requests, oldest first; at most the capacity of the ring. */
  entries(filter?: { readonly api?: string; readonly sinceNumber?: number }): readonly JournalEntry[];
  counters(): JournalCounters;
  /** Requests per second and the most in any one second, for each API, reads and writes apart. */
  rates(): readonly Rate[];
  clear(): void;
}

/** Keeps the last `capacity` requests (default 1,000) and exact counters of all. */
export function createJournal({ capacity = 1_000 }: { readonly capacity?: number } = {}): Journal {
  let total = 0;
  let ring: JournalEntry[] = [];
  let byApi: Record<string, number> = {};
  let byResult: Record<string, number> = {};
  let rates = createRates();

  return {
    open: (request) => {
      total += 1;
      const entry: JournalEntry = { number: total, ...request, outcome: 'open' };
      ring[(total - 1) % capacity] = entry;
      byApi[request.api] = (byApi[request.api] ?? 0) + 1;
      rates.count(request.api, request.method);
      return entry;
    },
    close: (entry, { status, bodyBytes, lost }) => {
      entry.outcome = lost ? 'lost' : 'answered';
      entry.durationMs = Date.now() - entry.atMs;
      if (!lost) Object.assign(entry, { status, bodyBytes });
      const key = `${entry.api} ${entry.method} ${lost ? 'lost' : status}`;
      byResult[key] = (byResult[key] ?? 0) + 1;
    },
    entries: ({ api, sinceNumber = 0 } = {}) => {
      const start = total % capacity;
      const oldestFirst = total <= capacity ? ring : [...ring.slice(start), ...ring.slice(0, start)];
      return oldestFirst.filter(
        (entry) => entry.number > sinceNumber && (api === undefined || entry.api === api),
      );
    },
    counters: () => ({ total, byApi: { ...byApi }, byResult: { ...byResult } }),
    rates: () => rates.all(),
    clear: () => {
      total = 0;
      ring = [];
      byApi = {};
      byResult = {};
      rates = createRates();
    },
  };
}
