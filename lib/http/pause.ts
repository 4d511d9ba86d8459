import { wait } from './wait.ts';

/** A stop of all calls of a client after the server said that they come too fast. */
export class Pause {
  #untilMs = 0;

  /** On the clock of `performance.now()`. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** Never shortens a pause that is under way. */
  extend(delayMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + delayMs);
  }

  async over(signal?: AbortSignal): Promise<void> {
    for (let leftMs = this.#leftMs(); leftMs > 0; leftMs = this.#leftMs()) await wait(leftMs, signal);
  }

  #leftMs(): number {
    return this.#untilMs - performance.now();
  }
}
