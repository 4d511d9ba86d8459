/**
 * Stores outcomes in groups: while one group is being written, the next gathers. A slow store makes the groups larger and
 * the senders wait, so memory stays bounded by what is in flight.
 */
export class OutcomeWriter<Outcome> {
  readonly #store: (outcomes: readonly Outcome[]) => Promise<void>;
  #gathering: Outcome[] = [];
  #nextGroup: Promise<void> | undefined;
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(store: (outcomes: readonly Outcome[]) => Promise<void>) {
    this.#store = store;
  }

  /** Resolves when the outcome is stored; rejects when the group that it is in could not be. */
  write(outcome: Outcome): Promise<void> {
    this.#gathering.push(outcome);
    this.#nextGroup ??= this.#writeGroupAfter(this.#lastWrite);
    return this.#nextGroup;
  }

  /** Resolves when nothing is being written any more. */
  async finish(): Promise<void> {
    await this.#lastWrite.catch(() => undefined);
  }

  #writeGroupAfter(previous: Promise<void>): Promise<void> {
    const write = previous
      .catch(() => undefined)
      .then(() => {
        const group = this.#gathering;
        this.#gathering = [];
        this.#nextGroup = undefined;
        return this.#store(group);
      });
    this.#lastWrite = write;
    return write;
  }
}
