import { RejectedRowError } from '../../errors/index.ts';
import { compareCells } from '../compare.ts';
import { createKeyOf } from '../keys.ts';
import { cellsOf } from '../row.ts';
import type { Column } from '../types.ts';

/** One way to make one value out of the rows of a group. */
export interface Aggregation<V> {
  /** The column it looks at, if any. */
  readonly column: string | undefined;
  start(): Accumulator<V>;
}

export interface Accumulator<V> {
  add(row: object, rowNumber: number): void;
  result(): V;
}

/**
 * What can be asked of a group. Null cells and cells left out are passed over, except by `first` and `last`.
 * Covariant, so that a table of any rows is a `Table<object>`; that is why `sum` takes any column and looks at run time.
 */
export interface Aggregators<out R> {
  /** How many rows, or how many cells of a column that are not null. */
  count(column?: Column<R>): Aggregation<number>;
  /** How many different values. Remembers each of them. */
  countDistinct(column: Column<R>): Aggregation<number>;
  /** 0 where there is no value. A cell that is no number ends the read with a RejectedRowError. */
  sum(column: Column<R>): Aggregation<number>;
  /** Null where there is no value. A cell that is no number ends the read with a RejectedRowError. */
  mean(column: Column<R>): Aggregation<number | null>;
  /** In the order of `sort`, so dates and texts have one too. Null where there is no value. */
  min<C extends Column<R>>(column: C): Aggregation<NonNullable<R[C]> | null>;
  max<C extends Column<R>>(column: C): Aggregation<NonNullable<R[C]> | null>;
  /** The cell of the first row, also when it is null. */
  first<C extends Column<R>>(column: C): Aggregation<R[C]>;
  last<C extends Column<R>>(column: C): Aggregation<R[C]>;
}

/** The values of the cells are known by their column only; `Aggregators` states which types come out. */
export const aggregators = {
  count: (column?: string) =>
    fold(column, 0, (total, cell) => (column === undefined || cell !== null ? total + 1 : total)),
  countDistinct: (column: string): Aggregation<number> => ({ column, start: () => countDistinct(column) }),
  sum: (column: string) => fold(column, 0, (total, cell, place) => total + numberOf(cell, place)),
  mean: (column: string): Aggregation<number | null> => ({ column, start: () => mean(column) }),
  min: (column: string) =>
    fold<unknown>(column, null, (least, cell) => (isBefore(cell, least) ? cell : least)),
  max: (column: string) =>
    fold<unknown>(column, null, (most, cell) =>
      cell !== null && compareCells(cell, most) > 0 ? cell : most,
    ),
  first: (column: string): Aggregation<unknown> => ({ column, start: () => first(column) }),
  last: (column: string) => fold<unknown>(column, null, (_before, cell) => cell),
};

type Place = { readonly rowNumber: number; readonly column: string };

function fold<V>(
  column: string | undefined,
  initial: V,
  next: (value: V, cell: unknown, place: Place) => V,
): Aggregation<V> {
  return {
    column,
    start() {
      let value = initial;
      return {
        add(row, rowNumber) {
          const cell = column === undefined ? null : (cellsOf(row)[column] ?? null);
          value = next(value, cell, { rowNumber, column: column ?? '' });
        },
        result: () => value,
      };
    },
  };
}

function isBefore(cell: unknown, least: unknown): boolean {
  return cell !== null && (least === null || compareCells(cell, least) < 0);
}

function numberOf(cell: unknown, { rowNumber, column }: Place): number {
  if (cell === null) return 0;
  if (typeof cell === 'number') return cell;
  const reason = `the cell is of type ${typeof cell}, not a number; convert the column first`;
  throw new RejectedRowError({ rowNumber, column, reason });
}

function countDistinct(column: string): Accumulator<number> {
  const keyOf = createKeyOf([column]);
  const seen = new Set<unknown>();
  return {
    add(row) {
      const key = keyOf(row);
      if (key !== null) seen.add(key);
    },
    result: () => seen.size,
  };
}

function mean(column: string): Accumulator<number | null> {
  let total = 0;
  let count = 0;
  return {
    add(row, rowNumber) {
      const cell = cellsOf(row)[column] ?? null;
      total += numberOf(cell, { rowNumber, column });
      if (cell !== null) count += 1;
    },
    result: () => (count === 0 ? null : total / count),
  };
}

function first(column: string): Accumulator<unknown> {
  let value: unknown = null;
  let isSet = false;
  return {
    add(row) {
      if (!isSet) value = cellsOf(row)[column] ?? null;
      isSet = true;
    },
    result: () => value,
  };
}
