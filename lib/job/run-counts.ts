import { PermanentError } from '../errors/index.ts';

/** What is counted, in the order in which people read it. The first line of `run-counts.ts` to change for a new one. */
export const COUNT_NAMES = [
  'read',
  'written',
  'inserted',
  'updated',
  'deleted',
  'duplicates',
  'skipped',
  'rejected',
  'failed',
  'replacedCharacters',
] as const;

export type CountName = (typeof COUNT_NAMES)[number];

/** A snapshot of the counts: every name is there, 0 included. */
export type Counts = Readonly<Record<CountName, number>>;

/**
 * The accounts of a run. `read` is what came in; each of these records ends as exactly one of `written` (stored or
 * sent), `duplicates`, `skipped` (rightly left alone), `rejected` (unusable) or `failed` (the other side refused it).
 * `inserted` and `updated` split `written`; the rest are facts besides.
 */
export class RunCounts {
  readonly #values: Record<CountName, number> = emptyCounts();

  /** Adds to one or several counts; the answer of a warehouse load (`LoadResult`) can be given as it is. */
  add(counts: Partial<Counts>): void {
    for (const name of COUNT_NAMES) this.#values[name] += counts[name] ?? 0;
  }

  /** Replaces the given counts, for work that starts anew (a transaction that is tried again). */
  set(counts: Partial<Counts>): void {
    for (const name of COUNT_NAMES) this.#values[name] = counts[name] ?? this.#values[name];
  }

  get(name: CountName): number {
    return this.#values[name];
  }

  snapshot(): Counts {
    return { ...this.#values };
  }

  /** @throws PermanentError when a record that was read has no outcome or several. Call it before the commit. */
  assertBalanced(): void {
    const { read, written, duplicates, skipped, rejected, failed } = this.#values;
    const outcomes = written + duplicates + skipped + rejected + failed;
    if (read === outcomes) return;
    throw new PermanentError(
      `the accounts do not balance: ${read} records were read, but ${outcomes} have an outcome`,
      { facts: { read, written, duplicates, skipped, rejected, failed } },
    );
  }
}

export function emptyCounts(): Record<CountName, number> {
  return Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Record<CountName, number>;
}
