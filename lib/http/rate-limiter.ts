import type { RateLimit } from './http-options.ts';
import type { Pause } from './pause.ts';
import { orAborted, wait } from './wait.ts';

/** The right to send one call. */
export interface Slot {
  /** Must be called when the call is at the server, as far as can be known, or never will be; calling it again does nothing. */
  sent(): void;
}

interface SentCall {
  /** Infinity while it may still be on its way out, e.g. while a connection is being made. */
  sentAtMs: number;
  readonly settled: Promise<void>;
}

const defaultMarginMs = 20;

/**
 * Holds a limit over any sliding second as the server sees it, and uses it: calls leave evenly spaced, and the call N places back must
 * have left at least a second (and a margin) ago.
 *
 * That second is counted from the moment when the older call was at the server, not from when it was allowed to leave. A first call
 * spends several round trips on its connection; counted from the permission, it and the quick ones after it would meet at the server.
 */
export class RateLimiter {
  readonly #windowMs: number;
  readonly #spacingMs: number;
  /** Whole calls that a window holds. */
  readonly #callsPerWindow: number;
  readonly #pause: Pause;
  /** The last calls, as many as a window holds, oldest first. */
  readonly #calls: SentCall[] = [];
  #nextSlotMs = 0;
  #waitingCount = 0;
  #tail: Promise<unknown> = Promise.resolve();

  constructor({ callsPerSecond, marginMs = defaultMarginMs }: RateLimit, pause: Pause) {
    this.#spacingMs = (1000 + marginMs) / callsPerSecond;
    // A limit that is no whole number, as a share of a vendor's may be, is held over the time of its whole calls.
    this.#callsPerWindow = Math.max(1, Math.floor(callsPerSecond));
    this.#windowMs = this.#callsPerWindow * this.#spacingMs;
    this.#pause = pause;
  }

  /** Resolves in the order of asking when the call may leave. Rejects with the signal's reason when that is aborted. */
  acquire(signal?: AbortSignal): Promise<Slot> {
    // Slots that nobody asked for are gone.
    if (this.#waitingCount === 0) this.#nextSlotMs = Math.max(this.#nextSlotMs, performance.now());
    this.#waitingCount++;
    const turn = this.#tail.then(() => this.#admit(signal)).finally(() => this.#waitingCount--);
    this.#tail = turn.catch(() => {});
    return orAborted(turn, signal);
  }

  async #admit(signal?: AbortSignal): Promise<Slot> {
    for (;;) {
      signal?.throwIfAborted();
      const waitMs = this.#waitMs(performance.now());
      if (waitMs <= 0) return this.#take();
      if (waitMs === Number.POSITIVE_INFINITY)
        await orAborted(this.#calls[0]?.settled ?? Promise.resolve(), signal);
      else await wait(waitMs, signal);
    }
  }

  #waitMs(nowMs: number): number {
    const oldest = this.#calls.length < this.#callsPerWindow ? undefined : this.#calls[0];
    const windowEndMs = oldest === undefined ? 0 : oldest.sentAtMs + this.#windowMs;
    return Math.max(this.#nextSlotMs, windowEndMs, this.#pause.untilMs) - nowMs;
  }

  #take(): Slot {
    const nowMs = performance.now();
    // Slots that a busy event loop missed are made up for, but not more than two: calls stay spaced.
    this.#nextSlotMs = Math.max(this.#nextSlotMs, nowMs - 2 * this.#spacingMs) + this.#spacingMs;
    const { promise, resolve } = Promise.withResolvers<void>();
    const call: SentCall = { sentAtMs: Number.POSITIVE_INFINITY, settled: promise };
    this.#calls.push(call);
    if (this.#calls.length > this.#callsPerWindow) this.#calls.shift();
    return {
      sent() {
        if (call.sentAtMs !== Number.POSITIVE_INFINITY) return;
        call.sentAtMs = performance.now();
        resolve();
      },
    };
  }
}
