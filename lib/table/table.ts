import type { RejectOptions } from './reject.ts';
import type { Row } from './row.ts';
import type { RowSource } from './row-source.ts';
import { type CsvReadOptions, fromCsv } from './sources/from-csv.ts';
import { fromBatches, fromIterable } from './sources/from-iterable.ts';
import { fromJsonLines, type JsonLinesReadOptions } from './sources/from-json-lines.ts';
import { type DeclaredColumns, fromRows } from './sources/from-rows.ts';
import type { Input } from './sources/input.ts';
import { Spool, type SpoolOptions } from './spool.ts';
import { TableReader } from './table-reader.ts';
import type * as types from './types.ts';
import type { Column, JoinType } from './types.ts';
import {
  type AddColumnOptions,
  addColumn,
  fillColumn,
  fillNulls,
  type RowFunction,
} from './verbs/add-column.ts';
import { aggregate } from './verbs/aggregate.ts';
import { type Aggregation, type Aggregators, aggregators } from './verbs/aggregations.ts';
import { chunkRows } from './verbs/chunk.ts';
import { type CoalesceOptions, coalesceColumns } from './verbs/coalesce-columns.ts';
import { concat, stack } from './verbs/concat.ts';
import { type CellFunction, convertColumn, mapRows } from './verbs/convert-column.ts';
import { type DeduplicateOptions, deduplicate } from './verbs/deduplicate.ts';
import { type JoinOptions, join } from './verbs/join.ts';
import { type LongTableOptions, longTable } from './verbs/long-table.ts';
import {
  type MapColumnsOptions,
  type MatchColumnsOptions,
  mapColumns,
  matchColumns,
} from './verbs/match-columns.ts';
import { moveColumn } from './verbs/move-column.ts';
import { cut, removeColumn } from './verbs/remove-column.ts';
import { renameColumns } from './verbs/rename-columns.ts';
import { head, selectRows, tail } from './verbs/select-rows.ts';
import { type SortOptions, sort } from './verbs/sort.ts';
import { tap } from './verbs/tap.ts';
import { type UnpackDictOptions, unpackDict } from './verbs/unpack-dict.ts';
import { type UnpackListOptions, unpackList } from './verbs/unpack-list.ts';

type OneOrMore<C> = C | readonly C[];

/**
 * Rows with named columns. Lazy: nothing is read before somebody reads, and every read begins anew at the source.
 * A verb gives a new table and leaves the one it is called on as it is. Verbs stream unless their comment says that
 * they buffer. A column that is missing is a PermanentError that names it and those that exist.
 */
export class Table<R extends object> extends TableReader<R> {
  /** Rows in memory; the list is not copied. The columns are those of all rows, unless declared. */
  static fromRows<R extends object>(rows: readonly R[], declared: DeclaredColumns = {}): Table<R> {
    return new Table(fromRows(rows, declared));
  }

  /** Rows one by one, from a function that begins a new iteration for each read. */
  static fromIterable<R extends object>(
    open: () => Iterable<R> | AsyncIterable<R>,
    declared: DeclaredColumns = {},
  ): Table<R> {
    return new Table(fromIterable(open, declared));
  }

  /** Rows in lists (pages of an API, blocks of a cursor), from a function that is called once per read. */
  static fromBatches<R extends object>(
    open: () => AsyncIterable<R[]>,
    declared: DeclaredColumns = {},
  ): Table<R> {
    return new Table(fromBatches(open, declared));
  }

  /**
   * A CSV file with a header row, every cell as text. A row with more or fewer fields than the header is rejected.
   * @throws PermanentError when read: no such file, no header, unusable or missing column names, or not CSV.
   */
  static fromCsv<C extends string = string, Nulls extends boolean = false>(
    input: Input,
    options: CsvReadOptions<C, Nulls> = {},
  ): Table<types.CsvRow<C, Nulls>> {
    return Table.#of(fromCsv(input, options));
  }

  /** A file with one JSON object per line; `parse` checks and types them. A line that is no JSON object is rejected. */
  static fromJsonLines<R extends object = Row>(
    input: Input,
    options: JsonLinesReadOptions<R> = {},
  ): Table<R> {
    return Table.#of(fromJsonLines(input, options));
  }

  /** Adds a column at the end: one value for all rows, or a function of the row. An existing one is an error, see `ifExists`. */
  addColumn<N extends string, V>(
    name: N,
    value: V | RowFunction<R, V>,
    options: AddColumnOptions<R> = {},
  ): Table<types.WithColumn<R, N, V>> {
    return Table.#of(addColumn(this.source, name, value, options));
  }

  removeColumn<C extends Column<R>>(...columns: C[]): Table<types.WithoutColumns<R, C>> {
    return Table.#of(removeColumn(this.source, columns));
  }

  /** Gives a column a new name. A name that is taken is an error. */
  renameColumn<C extends Column<R>, const N extends string>(
    column: C,
    name: N,
  ): Table<types.RenamedRow<R, { [K in C]: N }>> {
    return Table.#of(renameColumns(this.source, { [column]: name }, 'renameColumn'));
  }

  /** Renames all at once, so two columns may swap names. Two columns to one name, or a name that is taken, is an error. */
  renameColumns<const M extends types.RenameMap<R, M>>(names: M): Table<types.RenamedRow<R, M>> {
    return Table.#of(renameColumns(this.source, names));
  }

  /**
   * Makes new cells out of those of one or several columns. The function is called once per cell and read. A row that it
   * throws for ends the read with a RejectedRowError, or goes into `rejected`; no cell silently becomes null.
   */
  convertColumn<C extends Column<R>, V>(
    columns: OneOrMore<C>,
    convert: CellFunction<R, C, V>,
    options: RejectOptions<R> = {},
  ): Table<types.WithColumn<R, C, V>> {
    return Table.#of(convertColumn(this.source, listOf(columns), convert, options));
  }

  /** Gives every cell of a column one value, also cells that have one (as in Parsons); for the others see `fillNulls`. */
  fillColumn<C extends Column<R>, V>(
    column: C,
    value: V | RowFunction<R, V>,
  ): Table<types.WithColumn<R, C, V>> {
    return Table.#of(fillColumn(this.source, column, value));
  }

  /** Gives the cells of a column that are null or left out a value: Parsons' fillna_column. */
  fillNulls<C extends Column<R>, V>(
    column: C,
    value: V | RowFunction<R, V>,
  ): Table<types.WithColumn<R, C, NonNullable<R[C]> | V>> {
    return Table.#of(fillNulls(this.source, column, value));
  }

  /** The first value of several columns that is not null; 0, false and the empty text count. The sources go away unless kept. */
  coalesceColumns<N extends string, C extends Column<R>, Remove extends boolean = true>(
    target: N,
    sources: readonly C[],
    options: CoalesceOptions<Remove> = {},
  ): Table<types.CoalescedRow<R, N, C, Remove>> {
    return Table.#of(coalesceColumns(this.source, target, sources, options));
  }

  /**
   * Gives columns that have one of several names (files of different vendors) the one name wanted; other columns stay.
   * More than one candidate present is an error. Puts the rows aside where the columns are not known, see `open`.
   */
  mapColumns<const N extends string, const C extends Column<R>>(
    candidates: Readonly<Record<N, readonly C[]>>,
    options: MapColumnsOptions = {},
  ): Table<types.WithColumn<types.WithoutColumns<R, C>, N, R[C]>> {
    return Table.#of(mapColumns(this.source, candidates, options));
  }

  /**
   * Brings the table to these columns in this order: others go away, missing ones are added with nulls, and names that
   * differ in case and punctuation only are matched. Puts the rows aside where the columns are not known, see `open`.
   */
  matchColumns<const N extends string>(
    wanted: readonly N[],
    options: MatchColumnsOptions = {},
  ): Table<types.MatchedRow<R, N>> {
    return Table.#of(matchColumns(this.source, wanted, options));
  }

  /** Only these columns, in this order. */
  cut<C extends Column<R>>(...columns: C[]): Table<Pick<R, C>> {
    return Table.#of(cut(this.source, columns));
  }

  /** Moves a column to a place counted from 0, or from the end where negative (-1 is last). */
  moveColumn(column: Column<R>, index: number): Table<R> {
    return Table.#of(moveColumn(this.source, column, index));
  }

  /** The rows for which the function is true; rows are numbered from 1. */
  selectRows<S extends R>(isSelected: (row: R, rowNumber: number) => row is S): Table<S>;
  selectRows(isSelected: (row: R, rowNumber: number) => boolean): Table<R>;
  selectRows(isSelected: (row: R, rowNumber: number) => boolean): Table<R> {
    return new Table(selectRows(this.source, isSelected));
  }

  /** Rows of any shape out of rows, numbered from 1. `columns` declares what they have. Do not change the row given. */
  mapRows<Next extends object>(
    toRow: (row: R, rowNumber: number) => Next,
    options: RejectOptions<R> & { readonly columns?: readonly Column<Next>[] } = {},
  ): Table<Next> {
    return new Table(mapRows(this.source, toRow, options));
  }

  /**
   * Makes columns out of the keys of a dict, at the end. Null gives nulls; anything else rejects the row. A name that is
   * taken is an error. With `keys` the columns are known; without, they are those of all rows, none is sampled away, and
   * a row has those of its own dict.
   */
  unpackDict<
    C extends Column<R>,
    const K extends types.DictKey<R[C]> = never,
    P extends string = `${C}_`,
    Keep extends boolean = false,
  >(
    column: C,
    options: UnpackDictOptions<R, K, P, Keep> = {},
  ): Table<types.DictUnpackedRow<R, C, K, P, Keep>> {
    return Table.#of(unpackDict(this.source, column, options));
  }

  /**
   * Makes columns out of the elements of a list: named ones, or `column_0`, `column_1` … as many as the longest list
   * needs. Null is an empty list, a single value a list of one.
   */
  unpackList<C extends Column<R>, const N extends string = never, Keep extends boolean = false>(
    column: C,
    options: UnpackListOptions<R, N, Keep> = {},
  ): Table<types.ListUnpackedRow<R, C, N, Keep>> {
    return Table.#of(unpackList(this.source, column, options));
  }

  /**
   * One row per element of a list: the key columns and the element, whose keys become columns when it is a dict. This
   * table keeps its column. Null and the empty list give no row; a cell that is no list rejects its row.
   */
  longTable<
    K extends Column<R>,
    C extends Column<R>,
    const Q extends types.DictKey<types.Element<R[C]>> = never,
    P extends string = `${C}_`,
    N extends string = never,
  >(
    key: OneOrMore<K>,
    column: C,
    options: LongTableOptions<R, Q, P, N> = {},
  ): Table<types.LongRow<R, K, C, Q, P, N>> {
    return Table.#of(longTable(this.source, listOf(key), column, options));
  }

  /**
   * One row per group with any number of results: `aggregate('event_id', (of) => ({ people: of.count() }))`. An empty
   * list of columns makes one group of all rows. Buffers one row of results per group.
   */
  aggregate<C extends Column<R>, A extends Readonly<Record<string, Aggregation<unknown>>>>(
    by: OneOrMore<C>,
    describe: (of: Aggregators<R>) => A,
  ): Table<types.AggregatedRow<R, C, A>> {
    // The aggregators know cells by column name only; `Aggregators` states which types come out for these rows.
    const aggregations = describe(aggregators as Aggregators<R>);
    return Table.#of(aggregate(this.source, listOf(by), aggregations));
  }

  /**
   * One row per key (without keys: per distinct row), the first or the newest, in the order of the table. Remembers every
   * key; with `newest` buffers every row that it keeps.
   */
  deduplicate<C extends Column<R>>(
    keys: OneOrMore<C> = [],
    options: DeduplicateOptions<Column<R>> = {},
  ): Table<R> {
    return new Table(deduplicate(this.source, listOf(keys), options));
  }

  /** Sorts by columns, stable, null first; types may be mixed. Buffers all rows: where the warehouse can sort, let it. */
  sort<C extends Column<R>>(columns: OneOrMore<C>, options: SortOptions = {}): Table<R> {
    return new Table(sort(this.source, listOf(columns), options));
  }

  /**
   * Puts tables under one another by column name, with null where one has no such column. Reads a table whose columns
   * are not known into a temporary file first, see `open`.
   */
  concat<S extends object>(...others: TableReader<S>[]): Table<types.ConcatRow<R, S>> {
    return Table.#of(concat([this.source, ...others.map((other) => other.source)]));
  }

  /** Puts tables under one another by position, under the names of this one; another number of columns is an error. As `concat` otherwise. */
  stack(...others: TableReader<object>[]): Table<R> {
    return Table.#of(stack([this.source, ...others.map((other) => other.source)]));
  }

  /** The first rows; reads no further than it has to. */
  head(rowCount = 5): Table<R> {
    return new Table(head(this.source, rowCount));
  }

  /** The last rows. Reads all, buffers twice that many and a batch. */
  tail(rowCount = 5): Table<R> {
    return new Table(tail(this.source, rowCount));
  }

  /** Tables of `rowCount` rows each (the last may have fewer), in one read. Buffers one of them at a time. */
  async *chunk(rowCount: number): AsyncGenerator<Table<R>> {
    const columns = await this.source.columns();
    for await (const rows of chunkRows(this.source, rowCount)) yield Table.fromRows(rows, { columns });
  }

  /**
   * Puts the columns of another table beside this one's where the keys are equal (by type too: 1 is not "1"). Another
   * column that both have is an error. Buffers the right table. A null key matches nothing.
   */
  join<S extends object, K extends Column<R> & Column<S>, T extends JoinType = 'inner'>(
    right: TableReader<S>,
    options: JoinOptions<K, T>,
  ): Table<types.JoinedRow<R, S, K, T>> {
    return Table.#of(join(this.source, right.source, listOf(options.on), options.type ?? 'inner'));
  }

  /** Sees every batch on its way, for progress and counts; must not change it. A promise it returns is waited for. */
  tap(onBatch: (batch: readonly R[]) => void | Promise<void>): Table<R> {
    return new Table(tap(this.source, onBatch));
  }

  /**
   * Reads everything once and gives a table that is read from there, so that transforms do not run again. Buffers 10,000
   * rows in memory and the rest in a temporary file without a name, which nobody else can read and which is gone when
   * the table is closed or the process ends. Use with `await using`.
   */
  async materialize(options: SpoolOptions = {}): Promise<MaterializedTable<R>> {
    const known = await this.source.columns();
    return new MaterializedTable(await Spool.fill(this.source.batches(), options), known);
  }

  /** The one place where the row type that a verb's signature states is put on the rows that the verb makes. */
  static #of<Next extends object>(source: RowSource<object>): Table<Next> {
    return new Table(source as RowSource<Next>);
  }
}

/** A table read into a temporary place. Close it to give memory and disk back. */
export class MaterializedTable<R extends object> extends Table<R> implements AsyncDisposable {
  readonly #spool: Spool<R>;

  constructor(spool: Spool<R>, known: readonly string[] | undefined) {
    super({ columns: async () => known ?? spool.columns, batches: () => spool.batches() });
    this.#spool = spool;
  }

  /** Further reads are refused. Closing twice is fine. */
  async close(): Promise<void> {
    await this.#spool.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

function listOf<C>(columns: OneOrMore<C>): readonly C[] {
  return Array.isArray(columns) ? columns : [columns as C];
}
