import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { cellsOf, copyOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { without } from './remove-column.ts';

export interface CoalesceOptions<Remove extends boolean = boolean> {
  /** Whether the columns that the value was taken from go away (but never the target). Default true, as in Parsons. */
  readonly removeSources?: Remove;
}

/** The first value that is not null: 0, false and the empty text count as values. */
export function coalesceColumns<R extends object>(
  input: RowSource<R>,
  target: string,
  sources: readonly string[],
  { removeSources = true }: CoalesceOptions,
): RowSource<Row> {
  requireDistinctNames('coalesceColumns', [target]);
  const remedy = 'list it among the sources, or rename or remove it first';
  const removed = new Set(removeSources ? sources.filter((source) => source !== target) : []);
  return deriveRows(input, {
    verb: 'coalesceColumns',
    needs: sources,
    makes: { columns: sources.includes(target) ? [] : [target], remedy },
    columns: (known) => known && [...new Set([...known.filter((column) => !removed.has(column)), target])],
    start: () => (batch) =>
      batch.map((row) => {
        const next = removed.size > 0 ? without(row, removed) : copyOf(row);
        next[target] = firstNonNull(cellsOf(row), sources);
        return next;
      }),
  });
}

function firstNonNull(cells: Row, sources: readonly string[]): unknown {
  for (const source of sources) {
    const value = cells[source] ?? null;
    if (value !== null) return value;
  }
  return null;
}
