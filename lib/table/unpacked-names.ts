import { ColumnUnion, columnTakenError, requireDistinctNames } from './columns.ts';

export const unpackRemedy = 'pass another prefix, or rename or remove that column first';

/** Names the columns that keys of dicts become during one read, and refuses a name that the table has already. */
export class UnpackedNames {
  readonly #verb: string;
  readonly #prefix: string;
  readonly #removed: ReadonlySet<string>;
  readonly #known: ReadonlySet<string> | undefined;
  readonly #seen = new ColumnUnion();
  readonly #nameByKey = new Map<string, string>();
  readonly #made = new Set<string>();

  constructor(
    verb: string,
    prefix: string,
    removed: ReadonlySet<string>,
    known: readonly string[] | undefined,
  ) {
    this.#verb = verb;
    this.#prefix = prefix;
    this.#removed = removed;
    this.#known = known && new Set(known);
  }

  /** Notes the columns of a row whose table did not declare them. */
  look(row: object): void {
    if (this.#known !== undefined) return;
    const before = this.#seen.columns.length;
    this.#seen.add(row);
    for (const column of this.#seen.columns.slice(before)) {
      if (this.#made.has(column) && !this.#removed.has(column)) this.#refuse(column);
    }
  }

  nameOf(key: string): string {
    return this.#nameByKey.get(key) ?? this.#register(key);
  }

  #register(key: string): string {
    const name = this.#prefix + key;
    requireDistinctNames(this.#verb, [name]);
    const taken = this.#known?.has(name) ?? this.#seen.has(name);
    if (taken && !this.#removed.has(name)) this.#refuse(name);
    this.#nameByKey.set(key, name);
    this.#made.add(name);
    return name;
  }

  #refuse(column: string): never {
    throw columnTakenError(this.#verb, [column], unpackRemedy);
  }
}
