import { RejectedRowError } from '../../errors/index.ts';
import { requireDistinctNames } from '../columns.ts';
import { deriveRows } from '../derive-rows.ts';
import { eachRow } from '../each-row.ts';
import type { RejectOptions } from '../reject.ts';
import { cellsOf, copyOf, isDict, type Row } from '../row.ts';
import type { RowSource } from '../row-source.ts';
import { UnpackedNames, unpackRemedy } from '../unpacked-names.ts';
import { without } from './remove-column.ts';

export interface UnpackDictOptions<R, K extends string, P extends string, Keep extends boolean>
  extends RejectOptions<R> {
  /** The keys to unpack, null where a dict has no such key. Default: every key of every row. */
  readonly keys?: readonly K[] | undefined;
  /** What the new columns begin with. Default: the name of the column and an underscore. */
  readonly prefix?: P;
  /** Whether the column itself stays. Default false. */
  readonly keepOriginal?: Keep;
}

type Options<R> = UnpackDictOptions<R, string, string, boolean>;

/** Streams. Null unpacks to nulls; a cell that is neither a dict nor null rejects its row. */
export function unpackDict<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
): RowSource<Row> {
  return options.keys === undefined
    ? unpackAnyKeys(input, column, options)
    : unpackKeys(input, column, options, options.keys);
}

function unpackKeys<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
  keys: readonly string[],
): RowSource<Row> {
  const { prefix = `${column}_`, keepOriginal = false } = options;
  const removed = new Set(keepOriginal ? [] : [column]);
  const made = keys.map((key) => prefix + key);
  requireDistinctNames('unpackDict', made);
  return deriveRows(input, {
    verb: 'unpackDict',
    needs: [column],
    makes: { columns: made.filter((name) => !removed.has(name)), remedy: unpackRemedy },
    columns: (known) => known && [...known.filter((name) => !removed.has(name)), ...made],
    start: (reject) =>
      eachRow(reject, (row: R, rowNumber, place) => {
        place.column = column;
        const dict = dictOf(row, column, rowNumber);
        const next = keepOriginal ? copyOf(row) : without(row, removed);
        for (let index = 0; index < keys.length; index += 1) {
          next[made[index] as string] = dict[keys[index] as string] ?? null;
        }
        return next;
      }),
    rejecting: options,
  });
}

/** Each row gets the keys that its own dict has, so which columns there are is known only after the last row. */
function unpackAnyKeys<R extends object>(
  input: RowSource<R>,
  column: string,
  options: Options<R>,
): RowSource<Row> {
  const { prefix = `${column}_`, keepOriginal = false } = options;
  const removed = new Set(keepOriginal ? [] : [column]);
  return deriveRows(input, {
    verb: 'unpackDict',
    needs: [column],
    columns: () => undefined,
    start: (reject, known) => {
      const names = new UnpackedNames('unpackDict', prefix, removed, known);
      return eachRow(reject, (row: R, rowNumber, place) => {
        place.column = column;
        names.look(row);
        const dict = dictOf(row, column, rowNumber);
        const next = keepOriginal ? copyOf(row) : without(row, removed);
        for (const key in dict) next[names.nameOf(key)] = dict[key];
        return next;
      });
    },
    rejecting: options,
  });
}

const noKeys: Row = {};

function dictOf(row: object, column: string, rowNumber: number): Row {
  const value = cellsOf(row)[column] ?? noKeys;
  if (isDict(value)) return value;
  throw new RejectedRowError({ rowNumber, column, reason: 'the cell is neither a dict nor null' });
}
