import type { RejectedRowError } from '../errors/index.ts';

/** One record that could not be used, as it is stored and shown: where and why, without its values. */
export interface RejectedRow {
  /** Counted from 1 in the table in which the row was rejected. */
  readonly rowNumber: number;
  readonly column: string | undefined;
  readonly reason: string;
  /** Which record it is, as its source identifies it. */
  readonly key: string | undefined;
}

interface Entry {
  readonly reader: object;
  readonly row: RejectedRow;
}

/**
 * Collects records that could not be used, so that a read goes on without them.
 * The count is exact; of the rows, only the first `keep` (default 1000) are kept, so memory stays flat.
 */
export class RejectedRows {
  readonly #keep: number;
  readonly #counts = new Map<object, number>();
  #entries: Entry[] = [];

  constructor({ keep = 1000 }: { readonly keep?: number } = {}) {
    this.#keep = keep;
  }

  /** How many were rejected, kept or not. */
  get count(): number {
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }

  /** The first rejected rows, at most `keep` of them. */
  get rows(): readonly RejectedRow[] {
    return this.#entries.map((entry) => entry.row);
  }

  /** Adds one record; `key` says which one it is, as its source identifies it. */
  add(error: RejectedRowError, key?: string): void {
    this.#addFor(this, error, key);
  }

  /**
   * Begins a read of a verb that rejects rows: what its earlier read has rejected is forgotten, so that reading a
   * table twice counts each record once. Returns how the read adds.
   */
  startRead(reader: object): (error: RejectedRowError, key?: string) => void {
    this.#counts.delete(reader);
    this.#entries = this.#entries.filter((entry) => entry.reader !== reader);
    return (error, key) => this.#addFor(reader, error, key);
  }

  #addFor(reader: object, error: RejectedRowError, key: string | undefined): void {
    this.#counts.set(reader, (this.#counts.get(reader) ?? 0) + 1);
    if (this.#entries.length >= this.#keep) return;
    const { rowNumber, column, reason } = error;
    this.#entries.push({ reader, row: { rowNumber, column, reason, key } });
  }
}
