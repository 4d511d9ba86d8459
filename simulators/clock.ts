/** The time that the stand-ins go by: real time plus whatever a test has added, or a time that stands still. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves on by so many milliseconds; rate limits refill and simulated lags pass. */
  advance(ms: number): void;
  /** Jumps to a time; time keeps running from there unless the clock is frozen. */
  set(nowMs: number): void;
  /** Stops time until `advance`, `set` or `resume`. */
  freeze(): void;
  resume(): void;
}

/** Starts at the machine's time, or at `startMs`; `frozen` makes a clock that only moves when told to. */
export function createClock({
  startMs,
  frozen = false,
}: {
  readonly startMs?: number;
  readonly frozen?: boolean;
} = {}): Clock {
  let offsetMs = startMs === undefined ? 0 : startMs - Date.now();
  let frozenAtMs = frozen ? Date.now() + offsetMs : undefined;
  const now = () => frozenAtMs ?? Date.now() + offsetMs;

  return {
    now,
    advance: (ms) => {
      if (frozenAtMs === undefined) offsetMs += ms;
      else frozenAtMs += ms;
    },
    set: (nowMs) => {
      if (frozenAtMs === undefined) offsetMs = nowMs - Date.now();
      else frozenAtMs = nowMs;
    },
    freeze: () => {
      frozenAtMs = now();
    },
    resume: () => {
      if (frozenAtMs === undefined) return;
      offsetMs = frozenAtMs - Date.now();
      frozenAtMs = undefined;
    },
  };
}
