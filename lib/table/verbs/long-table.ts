import { RejectedRowError } from '../../errors/index.ts';
import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import type { RejectOptions } from '../reject.ts';
import { cellsOf, isDict, type Row } from '../row.ts';
import { createRowSource, inBatches, type RowSource } from '../row-source.ts';
import { UnpackedNames } from '../unpacked-names.ts';

export interface LongTableOptions<R, Q extends string, P extends string, N extends string>
  extends RejectOptions<R> {
  /** Of elements that are dicts: the keys to take, null where an element has none. Default: every key of every element. */
  readonly keys?: readonly Q[] | undefined;
  /** What the columns of a dict begin with. Default: the name of the list's column and an underscore. */
  readonly prefix?: P;
  /** A column for the place of the element in its list, counted from 0. Default: none. */
  readonly position?: N | undefined;
}

type Options<R> = LongTableOptions<R, string, string, string>;

/** Streams. Null and the empty list give no row; a cell that is no list rejects its row. */
export function longTable<R extends object>(
  input: RowSource<R>,
  keyColumns: readonly string[],
  column: string,
  options: Options<R>,
): RowSource<Row> {
  const { keys, prefix = `${column}_`, position } = options;
  const carried = position === undefined ? keyColumns : [...keyColumns, position];
  const declared = keys && [...carried, ...keys.map((key) => prefix + key)];
  requireDistinctNames('longTable', declared ?? carried);
  const output = deriveRows<R, Row>(input, {
    verb: 'longTable',
    needs: [...keyColumns, column],
    columns: () => declared,
    start: (reject) => {
      const names = new UnpackedNames('longTable', prefix, new Set(), carried);
      return (batch, firstRowNumber) => {
        const made: Row[] = [];
        for (const [index, row] of batch.entries()) {
          try {
            made.push(...elementRows(row, firstRowNumber + index));
          } catch (error) {
            reject(error, row, firstRowNumber + index, column);
          }
        }
        return made;
      };

      function elementRows(row: R, rowNumber: number): Row[] {
        return listOf(row, column, rowNumber).map((element, place) => {
          const next: Row = {};
          for (const name of keyColumns) next[name] = cellsOf(row)[name];
          if (position !== undefined) next[position] = place;
          addElement(next, element, rowNumber);
          return next;
        });
      }

      function addElement(next: Row, element: unknown, rowNumber: number): void {
        if (keys !== undefined) {
          const dict = element ?? {};
          if (!isDict(dict)) throw noDictError(rowNumber, column);
          for (const key of keys) next[names.nameOf(key)] = dict[key] ?? null;
        } else if (isDict(element)) {
          for (const key in element) next[names.nameOf(key)] = element[key];
        } else {
          next[column] = element;
        }
      }
    },
    rejecting: options,
  });
  return createRowSource({
    columns: () => output.columns(),
    batches: async function* () {
      // Long lists make batches long; cut to the usual size they keep the memory of whatever reads them flat.
      for await (const batch of output.batches()) yield* inBatches(batch);
    },
  });
}

function listOf(row: object, column: string, rowNumber: number): readonly unknown[] {
  const value = cellsOf(row)[column] ?? [];
  if (Array.isArray(value)) return value;
  throw new RejectedRowError({ rowNumber, column, reason: 'the cell is neither a list nor null' });
}

function noDictError(rowNumber: number, column: string): RejectedRowError {
  return new RejectedRowError({ rowNumber, column, reason: 'an element of the list is no dict' });
}
