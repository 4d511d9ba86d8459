import { RejectedRowError } from '../../errors/index.ts';
import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { eachRow } from '../each-row.ts';
import type { RejectOptions } from '../reject.ts';
import { cellsOf, copyOf, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { UnpackedNames } from '../unpacked-names.ts';
import { without } from './remove-column.ts';

export interface UnpackListOptions<R, N extends string, Keep extends boolean> extends RejectOptions<R> {
  /** Names for the elements, in order; a longer list rejects its row. Default: `column_0`, `column_1` … as many as the longest list has. */
  readonly names?: readonly N[] | undefined;
  /** Whether the column itself stays. Default false. */
  readonly keepOriginal?: Keep;
}

type Options<R> = UnpackListOptions<R, string, boolean>;

/** Streams. Null unpacks to nulls, a single value counts as a list of one, both as in Parsons. */
export function unpackList<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
): RowSource<Row> {
  return options.names === undefined
    ? unpackAnyLength(input, column, options)
    : unpackNamed(input, column, options, options.names);
}

function unpackNamed<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
  names: readonly string[],
): RowSource<Row> {
  requireDistinctNames('unpackList', names);
  const removed = new Set(options.keepOriginal ? [] : [column]);
  const made = names.filter((name) => !removed.has(name));
  return deriveRows(input, {
    verb: 'unpackList',
    needs: [column],
    makes: { columns: made, remedy: 'choose other names, or rename or remove that column first' },
    columns: (known) => known && [...known.filter((name) => !removed.has(name)), ...names],
    start: (reject) =>
      eachRow(reject, (row: R, rowNumber, place) => {
        place.column = column;
        const elements = elementsOf(row, column);
        if (elements.length > names.length) {
          const reason = `the list has ${elements.length} elements, but only ${names.length} names are given`;
          throw new RejectedRowError({ rowNumber, column, reason });
        }
        const next = without(row, removed);
        for (const [index, name] of names.entries()) next[name] = elements[index] ?? null;
        return next;
      }),
    rejecting: options,
  });
}

/** Each row gets as many columns as its own list has elements, so the width is known only after the last row. */
function unpackAnyLength<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
): RowSource<Row> {
  const removed = new Set(options.keepOriginal ? [] : [column]);
  return deriveRows(input, {
    verb: 'unpackList',
    needs: [column],
    columns: () => undefined,
    start: (reject, known) => {
      const names = new UnpackedNames('unpackList', `${column}_`, removed, known);
      return eachRow(reject, (row: R, _rowNumber, place) => {
        place.column = column;
        names.look(row);
        const next = removed.size > 0 ? without(row, removed) : copyOf(row);
        for (const [index, element] of elementsOf(row, column).entries())
          next[names.nameOf(String(index))] = element;
        return next;
      });
    },
    rejecting: options,
  });
}

function elementsOf(row: object, column: string): readonly unknown[] {
  const value = cellsOf(row)[column] ?? null;
  if (value === null) return [];
  return Array.isArray(value) ? value : [value];
}
