import { createHash } from 'node:crypto';
import { IdTable } from './id-table.ts';

/** How a list's rows are told apart. */
export interface RowIdentity<R> {
  /** Undefined or null: the row has none and is never taken for another one. */
  readonly id: (row: R) => number | null | undefined;
  /** Unix seconds of the row's last change. */
  readonly changedAt: (row: R) => number | null | undefined;
}

/** No more places than this are set aside on the word of a server; the table grows where there are more rows. */
const mostExpected = 4_000_000;

/**
 * What a reader of a list has been given, so that rows that come again while the list moves are given once, or again only when newer.
 * Keeps about 16 bytes a row.
 */
export class DeliveredRows<R> {
  readonly #identity: RowIdentity<R>;
  readonly #changedAtById: IdTable;
  /** Contents of the rows without an id; the numbers mean nothing. */
  readonly #contents = new IdTable(0);
  #withoutIdCount = 0;

  constructor(identity: RowIdentity<R>, expectedCount: number) {
    this.#identity = identity;
    this.#changedAtById = new IdTable(Math.min(expectedCount, mostExpected));
  }

  /** Rows delivered, each id once. */
  get count(): number {
    return this.#changedAtById.size + this.#withoutIdCount;
  }

  /** The rows to deliver of a page: all without an id, and of the others those that are new or newer. */
  takeNew(rows: readonly R[]): R[] {
    return this.#take(rows, () => true);
  }

  /** The rows to deliver of a page that was perhaps read before: as above, but of rows without an id only those with new content. */
  takeMissed(rows: readonly R[]): R[] {
    return this.#take(rows, (content) => this.#contents.get(content) === undefined);
  }

  #take(rows: readonly R[], takesContent: (content: number) => boolean): R[] {
    return rows.filter((row) => {
      const id = this.#identity.id(row);
      if (id !== null && id !== undefined) return this.#takeId(id, row);
      const content = contentKey(row);
      if (!takesContent(content)) return false;
      this.#contents.set(content, 0);
      this.#withoutIdCount++;
      return true;
    });
  }

  #takeId(id: number, row: R): boolean {
    const changedAt = this.#identity.changedAt(row) ?? 0;
    const deliveredChangedAt = this.#changedAtById.get(id);
    if (deliveredChangedAt !== undefined && deliveredChangedAt >= changedAt) return false;
    this.#changedAtById.set(id, changedAt);
    return true;
  }
}

/** 48 bits of a digest: a whole number that a double holds exactly, and never 0 in practice. */
function contentKey(row: unknown): number {
  return createHash('sha1').update(JSON.stringify(row)).digest().readUIntBE(0, 6) || 1;
}
