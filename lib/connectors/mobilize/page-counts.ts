/** What the pages of a list said about its size, in the order in which they were asked for. */
export class PageCounts {
  readonly #overlap: number;
  /** Of the last pages, whose requests may have overlapped in time with that of the next one. */
  readonly #recent: number[];
  #highestBefore = 0;
  #haveDropped = false;
  #last: number;

  /** @param overlap pages that may be under way together with one. */
  constructor(first: number, overlap: number) {
    this.#overlap = overlap;
    this.#recent = [first];
    this.#last = first;
  }

  /** What the last page said. */
  get last(): number {
    return this.#last;
  }

  /**
   * Whether the list was ever shorter than a page before had said, so that rows behind the gap moved to pages already read.
   * Pages whose requests overlapped are not compared: the server may have worked on them in any order.
   */
  get haveDropped(): boolean {
    return this.#haveDropped;
  }

  add(count: number): void {
    if (this.#recent.length > this.#overlap)
      this.#highestBefore = Math.max(this.#highestBefore, this.#recent.shift() ?? 0);
    if (count < this.#highestBefore) this.#haveDropped = true;
    this.#recent.push(count);
    this.#last = count;
  }
}
