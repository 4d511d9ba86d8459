import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { cellsOf, createRowMaker, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';

export function removeColumn<R extends object>(
  input: RowSource<R>,
  columns: readonly string[],
): RowSource<Row> {
  const removed = new Set(columns);
  return deriveRows(input, {
    verb: 'removeColumn',
    needs: columns,
    columns: (known) => known?.filter((column) => !removed.has(column)),
    start: () => (batch) => batch.map((row) => without(row, removed)),
  });
}

/** Keeps these columns, in this order. */
export function cut<R extends object>(input: RowSource<R>, columns: readonly string[]): RowSource<Row> {
  requireDistinctNames('cut', columns);
  const emptyRow = createRowMaker(columns);
  return deriveRows(input, {
    verb: 'cut',
    needs: columns,
    columns: () => columns,
    start: () => (batch) => batch.map((row) => only(row, columns, emptyRow)),
  });
}

/** The other cells of a row. `delete` on a copy would turn it into a slow dictionary. */
export function without(row: object, removed: ReadonlySet<string>): Row {
  const cells = cellsOf(row);
  const rest: Row = {};
  for (const column in cells) {
    if (!removed.has(column)) rest[column] = cells[column];
  }
  return rest;
}

/** Cells that a row leaves out stay left out; only then is the row made cell by cell, which is slower. */
function only(row: object, columns: readonly string[], emptyRow: () => Row): Row {
  const cells = cellsOf(row);
  const kept = emptyRow();
  for (const column of columns) {
    const value = cells[column];
    if (value === undefined) return onlyPresent(cells, columns);
    kept[column] = value;
  }
  return kept;
}

function onlyPresent(cells: Row, columns: readonly string[]): Row {
  const present = columns.filter((column) => column in cells);
  return Object.fromEntries(present.map((column) => [column, cells[column]]));
}
