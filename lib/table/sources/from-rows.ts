import { ColumnUnion, requireDistinctNames } from '../columns.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';

export interface DeclaredColumns {
  /**
   * The columns, when the caller knows them: declared columns are the contract, so rows may leave some out, and whatever
   * writes by column leaves other keys of the rows out. Undeclared columns are found by reading all rows.
   * A function is asked at most once, before the first read that needs the answer.
   */
  readonly columns?: readonly string[] | (() => Promise<readonly string[]>) | undefined;
}

/** Rows in memory. The list is not copied; the columns are those of all rows, unless declared. */
export function fromRows<R extends object>(rows: readonly R[], declared: DeclaredColumns): RowSource<R> {
  return createRowSource({
    columns: async () => (await declaredColumns(declared)) ?? columnsOf(rows),
    batches: async function* () {
      yield* inBatches(rows);
    },
  });
}

export async function declaredColumns({ columns }: DeclaredColumns): Promise<readonly string[] | undefined> {
  const names = typeof columns === 'function' ? await columns() : columns;
  if (names !== undefined) requireDistinctNames('columns', names);
  return names;
}

function columnsOf(rows: readonly object[]): readonly string[] {
  const union = new ColumnUnion();
  for (const row of rows) union.add(row);
  return union.columns;
}
