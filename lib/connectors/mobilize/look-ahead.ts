/** Mobilize allows 15 calls a second. */
const callsPerSecond = 15;
/** Twice what the average answer needs, because answers differ. */
const reserve = 2;
const fewestPagesAhead = 3;
/** Enough for the whole rate while an answer takes a second. A page of attendances is some 0.5 MB as objects. */
export const mostPagesAhead = 15;

/** How many pages to ask for ahead of the reader: as many as fill the allowed rate at the present speed of answers, so that memory stays small where they are fast. */
export class LookAhead {
  #averageSeconds = 0;

  get pages(): number {
    const needed = Math.ceil(this.#averageSeconds * callsPerSecond * reserve);
    return Math.min(Math.max(needed, fewestPagesAhead), mostPagesAhead);
  }

  /** The outcome of the call, whose duration counts a quarter of the new average. */
  async time<T>(call: () => Promise<T>): Promise<T> {
    const startedAtMs = performance.now();
    const result = await call();
    const seconds = (performance.now() - startedAtMs) / 1000;
    this.#averageSeconds += (seconds - this.#averageSeconds) / 4;
    return result;
  }
}
