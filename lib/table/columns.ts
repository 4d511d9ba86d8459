import { PermanentError } from '../errors/index.ts';

/** The columns of rows as they come, in the order in which each was first seen. Nothing is sampled. */
export class ColumnUnion {
  readonly columns: string[] = [];
  readonly #seen = new Set<string>();

  add(row: object): void {
    let index = 0;
    for (const column in row) {
      // Rows mostly repeat the columns of the row before, in order; comparing by position spares the set lookup.
      if (this.columns[index] !== column && !this.#seen.has(column)) {
        this.#seen.add(column);
        this.columns.push(column);
      }
      index += 1;
    }
  }

  has(column: string): boolean {
    return this.#seen.has(column);
  }
}

/** @throws PermanentError when one of the columns is not there, naming it and those that are. */
export function requireColumns(verb: string, wanted: readonly string[], existing: readonly string[]): void {
  const missing = wanted.filter((column) => !existing.includes(column));
  if (missing.length > 0) throw missingColumnsError(verb, missing, existing);
}

export function missingColumnsError(
  verb: string,
  missing: readonly string[],
  existing: readonly string[],
): PermanentError {
  const there = existing.length === 0 ? 'the table has no columns' : `the table has ${existing.join(', ')}`;
  return new PermanentError(`${verb}: no column ${missing.join(', ')}; ${there}`, {
    facts: { verb, missing: missing.join(', ') },
  });
}

/** @throws PermanentError when a column that a verb makes is there already. */
export function requireNewColumns(
  verb: string,
  made: readonly string[],
  existing: readonly string[],
  remedy: string,
): void {
  const taken = made.filter((column) => existing.includes(column));
  if (taken.length > 0) throw columnTakenError(verb, taken, remedy);
}

export function columnTakenError(verb: string, taken: readonly string[], remedy: string): PermanentError {
  return new PermanentError(`${verb}: column ${taken.join(', ')} exists already; ${remedy}`, {
    facts: { verb, taken: taken.join(', ') },
  });
}

/**
 * @throws PermanentError when two columns have one name, a name is empty, or it is `__proto__`, which would set the
 * prototype of a row instead of a cell.
 */
export function requireDistinctNames(verb: string, names: readonly string[]): void {
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (repeated.length > 0) {
    throw new PermanentError(`${verb}: more than one column would be named ${repeated.join(', ')}`, {
      facts: { verb },
    });
  }
  const unusable = names.findIndex((name) => name === '' || name === '__proto__');
  if (unusable >= 0) {
    throw new PermanentError(
      `${verb}: column ${unusable + 1} has a name that cannot be used: ${JSON.stringify(names[unusable])}`,
      { facts: { verb } },
    );
  }
}
