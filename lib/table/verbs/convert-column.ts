import { deriveRows } from '../derive-rows.ts';
import { eachRow } from '../each-row.ts';
import type { RejectOptions } from '../reject.ts';
import { cellsOf, copyOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';

/** Makes the new cell; may look at the whole row, in which every cell is still as before. Rows are numbered from 1. */
export type CellFunction<R, C extends keyof R, V> = (cell: R[C], row: R, rowNumber: number) => V;

export function convertColumn<R extends object>(
  input: RowSource<R>,
  columns: readonly string[],
  convert: (cell: never, row: R, rowNumber: number) => unknown,
  options: RejectOptions<R>,
): RowSource<Row> {
  return deriveRows(input, {
    verb: 'convertColumn',
    needs: columns,
    columns: (known) => known,
    start: (reject) =>
      eachRow(reject, (row: R, rowNumber, place) => {
        const cells = cellsOf(row);
        const copy = copyOf(row);
        for (const column of columns) {
          place.column = column;
          // The signature of the verb has checked that the function takes the cells of these columns.
          copy[column] = convert(cells[column] as never, row, rowNumber);
        }
        return copy;
      }),
    rejecting: options,
  });
}

/** Rows of any shape out of rows; `columns` declares what the new rows have. */
export function mapRows<R extends object, Next extends object>(
  input: RowSource<R>,
  toRow: (row: R, rowNumber: number) => Next,
  { columns, ...rejecting }: RejectOptions<R> & { readonly columns?: readonly string[] | undefined },
): RowSource<Next> {
  return deriveRows(input, {
    verb: 'mapRows',
    columns: () => columns,
    start: (reject) => eachRow(reject, toRow),
    rejecting,
  });
}
