import { Table } from '@movement-etl/lib/table';
import { vi } from 'vitest';

/** Freezes rows to their depth, so that a verb that changes a row of its source throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

/** A table whose columns nobody declared, in batches of two rows; `reads` counts how often it is read. */
export function undeclared<R extends object>(rows: readonly R[]) {
  const reads = vi.fn(async function* () {
    for (let start = 0; start < rows.length; start += 2) yield rows.slice(start, start + 2);
  });
  return { table: Table.fromBatches(() => reads()), reads };
}

/** A table whose columns are declared, in batches of two rows. */
export function declared<R extends object>(rows: readonly R[], columns: readonly string[]): Table<R> {
  return Table.fromBatches(
    async function* () {
      for (let start = 0; start < rows.length; start += 2) yield rows.slice(start, start + 2);
    },
    { columns },
  );
}
