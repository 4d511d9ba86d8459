/** Rows of one collection, asked for one at a time so that a million of them need no memory. */
export interface RowSet {
  /** Names the collection in the cache of selections. */
  readonly name: string;
  /** Positions below this exist; some may be hidden. */
  readonly length: number;
  /** Rises with every change, so that nothing outdated is served. */
  readonly version: number;
  modifiedAt(position: number): number;
  isHidden(position: number): boolean;
  json(position: number): string;
}

/** Whether any row may be hidden or not is known per set: rows held as objects need no more than this. */
export function rowSetOf(
  name: string,
  rows: ReadonlyArray<{ readonly modified_date: number }>,
  version = 0,
): RowSet {
  return {
    name,
    length: rows.length,
    version,
    modifiedAt: (position) => rows[position]?.modified_date ?? 0,
    isHidden: () => false,
    json: (position) => JSON.stringify(rows[position]),
  };
}
