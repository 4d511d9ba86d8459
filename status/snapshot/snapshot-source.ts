import type { Snapshot } from './snapshot.ts';

/** So long a snapshot is good enough: pages, health checks and Prometheus together ask the warehouse six times a minute at most. */
const MAX_AGE_MS = 10_000;

/** Gives the same snapshot to everybody who asks within ten seconds, and asks the warehouse once for all who wait. */
export class SnapshotSource {
  readonly #read: () => Promise<Snapshot>;
  #current: Promise<Snapshot> | undefined;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(read: () => Promise<Snapshot>) {
    this.#read = read;
  }

  /** @throws what the reading threw; a failure is remembered as long as a snapshot. */
  get(): Promise<Snapshot> {
    const nowMs = performance.now();
    if (this.#current === undefined || nowMs - this.#readAtMs >= MAX_AGE_MS) {
      this.#readAtMs = nowMs;
      this.#current = this.#read();
    }
    return this.#current;
  }
}
