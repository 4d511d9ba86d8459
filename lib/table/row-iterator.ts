/**
 * Rows one by one out of batches. An async generator would wait for several promises per row; this waits for one that is
 * settled already, except at the end of a batch.
 */
export class RowIterator<R> implements AsyncIterableIterator<R> {
  readonly #batches: AsyncIterator<R[]>;
  #batch: R[] = [];
  #index = 0;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(batches: AsyncIterable<R[]>) {
    this.#batches = batches[Symbol.asyncIterator]();
  }

  next(): Promise<IteratorResult<R, undefined>> {
    if (this.#waiting === 0 && this.#index < this.#batch.length) return Promise.resolve(this.#take());
    // Callers that do not wait for one another get their rows in order of the calls.
    this.#waiting += 1;
    const result = this.#turn
      .then(() => this.#takeOrRefill())
      .finally(() => {
        this.#waiting -= 1;
      });
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Ends the read, so that the source can close its file, cursor or request. */
  async return(): Promise<IteratorResult<R, undefined>> {
    this.#batch = [];
    await this.#batches.return?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): IteratorResult<R, undefined> {
    const value = this.#batch[this.#index] as R;
    this.#index += 1;
    return { done: false, value };
  }

  async #takeOrRefill(): Promise<IteratorResult<R, undefined>> {
    while (this.#index >= this.#batch.length) {
      const { done, value } = await this.#batches.next();
      if (done) return { done: true, value: undefined };
      this.#batch = value;
      this.#index = 0;
    }
    return this.#take();
  }
}
