import { ColumnUnion, requireColumns } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { createKeyOf, hasNullKey, type Key } from '../keys.ts';
import { cellsOf, copyOf, type Row } from '../row.ts';
import { createRowSource, type RowSource } from '../row-source.ts';
import type { JoinType } from '../types.ts';

export interface JoinOptions<K extends string, T extends JoinType> {
  /** The key: columns that both tables have. Rename one side first where the names differ. */
  readonly on: K | readonly K[];
  /** Default: inner. */
  readonly type?: T;
}

interface RightTable {
  /** Its columns except the key. */
  readonly columns: readonly string[];
  readonly rowsByKey: ReadonlyMap<Key, readonly Row[]>;
}

/** Streams the left table, buffers the right one. A null in the key matches nothing, as in SQL. */
export function join<R extends object, S extends object>(
  left: RowSource<R>,
  right: RowSource<S>,
  on: readonly string[],
  type: JoinType,
): RowSource<Row> {
  function describe(rightColumns: readonly string[]) {
    return {
      verb: 'join',
      needs: on,
      makes: {
        columns: type === 'anti' ? [] : rightColumns,
        remedy: 'both tables have it; rename it in one of them, or cut it, or join on it too',
      },
      columns: (known: readonly string[] | undefined) =>
        type === 'anti' ? known : known && [...known, ...rightColumns],
    };
  }
  return createRowSource({
    columns: async () => {
      const known = await right.columns();
      if (known === undefined) return type === 'anti' ? await left.columns() : undefined;
      requireColumns('join (right table)', on, known);
      const rest = known.filter((column) => !on.includes(column));
      return await deriveRows(left, { ...describe(rest), start: () => () => [] }).columns();
    },
    batches: async function* () {
      const buffered = await buffer(right, on);
      const match = createMatcher(buffered, on, type);
      yield* deriveRows(left, { ...describe(buffered.columns), start: () => match }).batches();
    },
  });
}

async function buffer<S extends object>(right: RowSource<S>, on: readonly string[]): Promise<RightTable> {
  const known = await right.columns();
  const union = new ColumnUnion();
  const keyOf = createKeyOf(on);
  const rowsByKey = new Map<Key, Row[]>();
  for await (const batch of right.batches()) {
    for (const row of batch) {
      if (known === undefined) union.add(row);
      if (hasNullKey(row, on)) continue;
      const key = keyOf(row);
      const same = rowsByKey.get(key);
      if (same === undefined) rowsByKey.set(key, [cellsOf(row)]);
      else same.push(cellsOf(row));
    }
  }
  const columns = known ?? union.columns;
  if (known !== undefined || columns.length > 0) requireColumns('join (right table)', on, columns);
  return { columns: columns.filter((column) => !on.includes(column)), rowsByKey };
}

function createMatcher({ columns, rowsByKey }: RightTable, on: readonly string[], type: JoinType) {
  const keyOf = createKeyOf(on);
  const noMatch: readonly Row[] = type === 'left' ? [{}] : [];
  return <R extends object>(batch: R[]): Row[] => {
    const joined: Row[] = [];
    for (const row of batch) {
      const matches = hasNullKey(row, on) ? undefined : rowsByKey.get(keyOf(row));
      if (type === 'anti') {
        if (matches === undefined) joined.push(cellsOf(row));
        continue;
      }
      for (const other of matches ?? noMatch) {
        const both = copyOf(row);
        for (const column of columns) both[column] = other[column] ?? null;
        joined.push(both);
      }
    }
    return joined;
  };
}
