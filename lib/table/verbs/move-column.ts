import { PermanentError } from '../../errors/index.ts';
import { deriveRows } from '../derive-rows.ts';
import { cellsOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';

/** Moves a column to a place counted from 0; a negative place counts from the end (-1 is last). */
export function moveColumn<R extends object>(
  input: RowSource<R>,
  column: string,
  index: number,
): RowSource<Row> {
  if (!Number.isInteger(index)) throw new PermanentError(`moveColumn: ${index} is no place of a column`);
  return deriveRows(input, {
    verb: 'moveColumn',
    needs: [column],
    columns: (known) => known && moved(known, column, index),
    start: () => (batch) => batch.map((row) => reordered(row, column, index)),
  });
}

function moved(columns: readonly string[], column: string, index: number): readonly string[] {
  const others = columns.filter((other) => other !== column);
  return others.toSpliced(index < 0 ? columns.length + index : index, 0, column);
}

function reordered(row: object, column: string, index: number): Row {
  const cells = cellsOf(row);
  if (!(column in cells)) return cells;
  return Object.fromEntries(moved(Object.keys(cells), column, index).map((name) => [name, cells[name]]));
}
