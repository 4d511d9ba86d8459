import type { RowSet } from './row-set.ts';

/** The rows that a request is about, in the order of the list. */
export interface Selection {
  readonly length: number;
  /** Position in the row set of the n-th selected row. */
  at(index: number): number;
  /** Index of the first selected row at or behind this place in the order. */
  indexFrom(place: Place): number;
  placeOf(index: number): Place;
}

/** A row's place in the order: unlike a row number it stays right when rows come and go. */
export interface Place {
  /** Modification time where the list is ordered by it, otherwise 0. */
  readonly modified: number;
  readonly position: number;
}

export interface SelectionOptions {
  readonly updatedSince: number | undefined;
  readonly inclusive: boolean;
  readonly orderBy: 'id' | 'modified_date';
}

const maxKept = 8;

export interface Selector {
  select(rows: RowSet, options: SelectionOptions): Selection;
  /** Forgets the selections it keeps. */
  clear(): void;
}

/** Selects rows by time; keeps the last few selections, since every page of a list asks for the same one. */
export function createSelector(): Selector {
  const kept = new Map<string, Selection>();
  return {
    select: (rows, options) => {
      const { updatedSince, inclusive, orderBy } = options;
      const key = `${rows.name} ${rows.version} ${rows.length} ${updatedSince} ${inclusive} ${orderBy}`;
      const selection = kept.get(key) ?? select(rows, options);
      // Set anew, so that the oldest in the map is the one that was not asked for longest.
      kept.delete(key);
      kept.set(key, selection);
      const [oldest] = kept.keys();
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
      return selection;
    },
    clear: () => kept.clear(),
  };
}

function select(rows: RowSet, { updatedSince, inclusive, orderBy }: SelectionOptions): Selection {
  const byTime = orderBy === 'modified_date';
  const positions = new Int32Array(rows.length);
  let length = 0;
  for (let position = 0; position < rows.length; position++) {
    if (updatedSince !== undefined) {
      const modified = rows.modifiedAt(position);
      if (modified < updatedSince || (!inclusive && modified === updatedSince)) continue;
    }
    if (rows.isHidden(position)) continue;
    positions[length++] = position;
  }
  const selected = positions.subarray(0, length);
  const placeOfPosition = (position: number): Place => ({
    modified: byTime ? rows.modifiedAt(position) : 0,
    position,
  });
  if (byTime) selected.sort((left, right) => comparePlaces(placeOfPosition(left), placeOfPosition(right)));

  const at = (index: number) => selected[index] ?? -1;
  return {
    length,
    at,
    placeOf: (index) => placeOfPosition(at(index)),
    indexFrom: (place) => {
      let low = 0;
      let high = length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (comparePlaces(placeOfPosition(at(middle)), place) < 0) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}

function comparePlaces(left: Place, right: Place): number {
  return left.modified - right.modified || left.position - right.position;
}
