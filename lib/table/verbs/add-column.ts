import { requireDistinctNames } from '../columns.ts';
import { type BatchFunction, deriveRows } from '../derive-rows.ts';
import { eachRow } from '../each-row.ts';
import type { Reject, RejectOptions } from '../reject.ts';
import { cellsOf, copyOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';

export interface AddColumnOptions<R> extends RejectOptions<R> {
  /** What to do when the column exists: fail (default), or give it the new values at its old place. */
  readonly ifExists?: 'fail' | 'replace';
}

/** Computes a cell from its row; rows are numbered from 1. */
export type RowFunction<R, V> = (row: R, rowNumber: number) => V;

export function addColumn<R extends object>(
  input: RowSource<R>,
  name: string,
  value: unknown,
  options: AddColumnOptions<R>,
): RowSource<Row> {
  requireDistinctNames('addColumn', [name]);
  const remedy = "rename or remove it first, or pass ifExists: 'replace'";
  return deriveRows(input, {
    verb: 'addColumn',
    makes: { columns: options.ifExists === 'replace' ? [] : [name], remedy },
    columns: (known) => known && [...new Set([...known, name])],
    start: (reject) => setCells(name, value, reject),
    rejecting: options,
  });
}

/** Parsons' meaning: every cell of the column gets the value, also those that have one. */
export function fillColumn<R extends object>(
  input: RowSource<R>,
  column: string,
  value: unknown,
): RowSource<Row> {
  return deriveRows(input, {
    verb: 'fillColumn',
    needs: [column],
    columns: (known) => known,
    start: (reject) => setCells(column, value, reject),
  });
}

/** Only null cells and cells left out get the value. */
export function fillNulls<R extends object>(
  input: RowSource<R>,
  column: string,
  value: unknown,
): RowSource<Row> {
  return deriveRows(input, {
    verb: 'fillNulls',
    needs: [column],
    columns: (known) => known,
    start: (reject) => {
      const fill = isRowFunction<R>(value) ? value : () => value;
      return eachRow(reject, (row: R, rowNumber, place) => {
        place.column = column;
        if ((cellsOf(row)[column] ?? null) !== null) return cellsOf(row);
        const copy = copyOf(row);
        copy[column] = fill(row, rowNumber);
        return copy;
      });
    },
  });
}

function setCells<R extends object>(column: string, value: unknown, reject: Reject): BatchFunction<R, Row> {
  const compute = isRowFunction<R>(value) ? value : () => value;
  return eachRow(reject, (row: R, rowNumber, place) => {
    place.column = column;
    const cell = compute(row, rowNumber);
    const copy = copyOf(row);
    copy[column] = cell;
    return copy;
  });
}

function isRowFunction<R>(value: unknown): value is RowFunction<R, unknown> {
  return typeof value === 'function';
}
