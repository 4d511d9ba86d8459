/**
 * Stores entries in groups: while one group is being written, the next gathers. A slow store makes the groups larger and
 * the writers wait, so memory stays bounded by how many of them there are.
 */
export class GroupWriter<Entry> {
  readonly #store: (entries: readonly Entry[]) => Promise<void>;
  #gathering: Entry[] = [];
  #nextGroup: Promise<void> | undefined;
  #lastWrite: Promise<void> = Promise.resolve();

  /** @param store called for one group at a time */
  constructor(store: (entries: readonly Entry[]) => Promise<void>) {
    this.#store = store;
  }

  /** Resolves when the entry is stored; rejects when the group that it is in could not be. */
  write(entry: Entry): Promise<void> {
    this.#gathering.push(entry);
    this.#nextGroup ??= this.#writeGroupAfter(this.#lastWrite);
    return this.#nextGroup;
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
