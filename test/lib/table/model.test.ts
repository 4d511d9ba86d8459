import { Table } from '@movement-etl/lib/table';
import fc from 'fast-check';
import { expect, it } from 'vitest';

type Cell = number | string | null;
type Row = Record<string, Cell>;
type AnyTable = Table<Record<string, unknown>>;

/** A table as a beginner would write it: all in memory, with a list of names beside it. */
interface Model {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** One verb, done to the table and to the model. `pick` chooses a column that is there. */
interface Verb {
  readonly name: string;
  readonly table: (table: AnyTable) => AnyTable;
  readonly model: (model: Model) => Model;
}

const small = fc.integer({ min: 0, max: 4 });
const cell: fc.Arbitrary<Cell> = fc.oneof(small, fc.constantFrom('a', 'b', ''), fc.constant(null));

/** Any verb that a table with these columns may be asked for, and the columns after it. */
function verbOf(columns: readonly string[], number: number): fc.Arbitrary<Verb> {
  const column = fc.constantFrom(...columns);
  const fresh = `new_${number}`;
  const verbs: fc.Arbitrary<Verb>[] = [
    cell.map((value) => ({
      name: 'addColumn',
      table: (table) => table.addColumn(fresh, value) as AnyTable,
      model: ({ columns, rows }) => ({
        columns: [...columns, fresh],
        rows: rows.map((row) => ({ ...row, [fresh]: value })),
      }),
    })),
    column.map((from) => ({
      name: 'renameColumn',
      table: (table) => table.renameColumn(from, fresh) as AnyTable,
      model: (model) => renamed(model, from, fresh),
    })),
    column.map((of) => ({
      name: 'convertColumn',
      table: (table) => table.convertColumn(of, (value) => (value === null ? 0 : `${value}!`)) as AnyTable,
      model: (model) => converted(model, of, (value) => (value === null ? 0 : `${value}!`)),
    })),
    fc.tuple(column, small).map(([of, value]) => ({
      name: 'fillNulls',
      table: (table) => table.fillNulls(of, value) as AnyTable,
      model: (model) => converted(model, of, (old) => old ?? value),
    })),
    fc.tuple(column, fc.integer({ min: 0, max: columns.length - 1 })).map(([of, place]) => ({
      name: 'moveColumn',
      table: (table) => table.moveColumn(of, place),
      model: ({ columns, rows }) => {
        const others = columns.filter((name) => name !== of);
        return { columns: others.toSpliced(place, 0, of), rows };
      },
    })),
    fc.tuple(column, cell).map(([of, value]) => ({
      name: 'selectRows',
      table: (table) => table.selectRows((row) => row[of] !== value),
      model: ({ columns, rows }) => ({ columns, rows: rows.filter((row) => row[of] !== value) }),
    })),
    fc.subarray([...columns], { minLength: 1 }).map((kept) => ({
      name: 'cut',
      table: (table) => table.cut(...kept) as AnyTable,
      model: (model) => only(model, kept),
    })),
    fc.subarray([...columns], { minLength: 1 }).map((keys) => ({
      name: 'deduplicate',
      table: (table) => table.deduplicate(keys),
      model: ({ columns, rows }) => ({ columns, rows: firstOfEach(rows, keys) }),
    })),
    column.map((by) => ({
      name: 'sort',
      table: (table) => table.sort(by),
      model: ({ columns, rows }) => ({ columns, rows: rows.toSorted(inOrderOf(by)) }),
    })),
    fc.integer({ min: 0, max: 9 }).map((count) => ({
      name: 'head',
      table: (table) => table.head(count),
      model: ({ columns, rows }) => ({ columns, rows: rows.slice(0, count) }),
    })),
    fc.integer({ min: 1, max: 9 }).map((count) => ({
      name: 'tail',
      table: (table) => table.tail(count),
      model: ({ columns, rows }) => ({ columns, rows: rows.slice(-count) }),
    })),
    fc.array(fc.tuple(...columns.map(() => cell)), { maxLength: 4 }).map((cells) => {
      const more = cells.map((values) => rowOf(columns, values));
      return {
        name: 'concat',
        table: (table) => table.concat(Table.fromRows(more, { columns })) as AnyTable,
        model: ({ columns, rows }) => ({ columns, rows: [...rows, ...more] }),
      };
    }),
    column.map((by) => ({
      name: 'aggregate',
      table: (table) => table.aggregate(by, (of) => ({ [fresh]: of.count() })) as AnyTable,
      model: ({ rows }) => ({
        columns: [by, fresh],
        rows: firstOfEach(rows, [by]).map((row) => ({
          [by]: row[by] ?? null,
          [fresh]: rows.filter((other) => other[by] === row[by]).length,
        })),
      }),
    })),
  ];
  if (columns.length > 1) {
    verbs.push(
      column.map((gone) => ({
        name: 'removeColumn',
        table: (table) => table.removeColumn(gone) as AnyTable,
        model: (model) =>
          only(
            model,
            model.columns.filter((name) => name !== gone),
          ),
      })),
      fc.shuffledSubarray([...columns], { minLength: 2 }).map((sources) => ({
        name: 'coalesceColumns',
        table: (table) => table.coalesceColumns(fresh, sources) as AnyTable,
        model: ({ columns, rows }) =>
          only(
            {
              columns,
              rows: rows.map((row) => ({
                ...row,
                [fresh]: sources.map((name) => row[name]).find((value) => value !== null) ?? null,
              })),
            },
            [...columns.filter((name) => !sources.includes(name)), fresh],
          ),
      })),
    );
  }
  return fc.oneof(...verbs);
}

const COLUMNS = ['a', 'b', 'c'];

/** Up to eight verbs, each of which knows the columns that the ones before it leave. */
function chainOf(columns: readonly string[], length: number): fc.Arbitrary<Verb[]> {
  if (length === 0) return fc.constant([]);
  return verbOf(columns, length).chain((verb) => {
    const next = verb.model({ columns, rows: [] }).columns;
    return chainOf(next, length - 1).map((rest) => [verb, ...rest]);
  });
}

const start = fc
  .array(fc.tuple(...COLUMNS.map(() => cell)), { maxLength: 12 })
  .map((cells) => cells.map((values) => rowOf(COLUMNS, values)));

it('any chain of verbs does what plain arrays do, however the rows come in batches', () =>
  fc.assert(
    fc.asyncProperty(
      start,
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 8 }).chain((length) => chainOf(COLUMNS, length)),
      async (rows, batchRows, verbs) => {
        const source: AnyTable = Table.fromBatches(
          async function* () {
            for (let index = 0; index < rows.length; index += batchRows)
              yield rows.slice(index, index + batchRows) as Record<string, unknown>[];
          },
          { columns: COLUMNS },
        );

        const table = verbs.reduce((so, { table }) => table(so), source);
        const model = verbs.reduce<Model>((so, { model }) => model(so), { columns: COLUMNS, rows });

        const what = verbs.map(({ name }) => name).join(' · ');
        expect(await table.columns(), what).toEqual(model.columns);
        expect(await table.toArray(), what).toEqual(model.rows);
        expect(await table.numRows(), `${what}, read again`).toBe(model.rows.length);
      },
    ),
    { numRuns: 1_000 },
  ));

function rowOf(columns: readonly string[], cells: readonly Cell[]): Row {
  return Object.fromEntries(columns.map((name, index) => [name, cells[index] ?? null]));
}

function renamed({ columns, rows }: Model, from: string, to: string): Model {
  const name = (column: string) => (column === from ? to : column);
  return {
    columns: columns.map(name),
    rows: rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([column, value]) => [name(column), value])),
    ),
  };
}

function converted({ columns, rows }: Model, of: string, convert: (value: Cell) => Cell): Model {
  return { columns, rows: rows.map((row) => ({ ...row, [of]: convert(row[of] ?? null) })) };
}

function only({ rows }: Model, columns: readonly string[]): Model {
  return {
    columns,
    rows: rows.map((row) =>
      rowOf(
        columns,
        columns.map((name) => row[name] ?? null),
      ),
    ),
  };
}

function firstOfEach(rows: readonly Row[], keys: readonly string[]): Row[] {
  const isSame = (one: Row, other: Row) => keys.every((key) => one[key] === other[key]);
  return rows.filter((row, index) => rows.findIndex((other) => isSame(other, row)) === index);
}

/** Nulls, then numbers, then texts. */
function inOrderOf(by: string): (one: Row, other: Row) => number {
  const rank = (value: Cell | undefined) =>
    [null, 'number', 'string'].indexOf(value == null ? null : typeof value);
  return (one, other) => {
    const [left, right] = [one[by] ?? null, other[by] ?? null];
    if (rank(left) !== rank(right)) return rank(left) - rank(right);
    if (left === null || right === null || left === right) return 0;
    return left < right ? -1 : 1;
  };
}
