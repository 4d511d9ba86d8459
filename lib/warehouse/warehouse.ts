import type { RejectedRows, Table } from '../table/index.ts';
import type { ColumnType } from './column-type.ts';

/** The answer to one statement. */
export interface ExecuteResult<R> {
  readonly rows: R[];
  /** The names of the columns of `rows`, in order, also when there is no row. */
  readonly columns: readonly string[];
  /** Their types, in the same order. */
  readonly columnTypes: readonly ColumnType[];
  /** Rows returned, or changed by INSERT, UPDATE or DELETE; 0 for statements that have no such number. */
  readonly rowCount: number;
}

/** A column of the answer to a SELECT. */
export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** What became of the rows of one load; `read = written + duplicates + rejected` was checked in the database. */
export interface LoadResult {
  readonly read: number;
  /** Rows of the input that are in the table now. */
  readonly written: number;
  /** Of `written`: those whose key was not in the table before; for `copy` and `replace` all of them. */
  readonly inserted: number;
  /** Of `written`: those that took the place of a row with the same key. */
  readonly updated: number;
  /** Rows that lost against a row with the same key in the same input. */
  readonly duplicates: number;
  /** Rows that cannot be stored; the reasons are in the `rejected` that the caller gave. */
  readonly rejected: number;
  /** NUL characters and lone surrogates, which no warehouse takes: each became U+FFFD. */
  readonly replacedCharacters: number;
}

/** How a table that has yet to be made is laid out. */
export interface TableLayout {
  /** Redshift: the column by whose values rows are spread over the cluster. PostgreSQL has no such thing and ignores it. */
  readonly distkey?: string;
  /** Redshift: the column, or the columns in order, by which rows are sorted on disk. PostgreSQL ignores it. */
  readonly sortkey?: string | readonly string[];
}

export interface NewTableOptions extends TableLayout {
  /** Make text columns as long as their longest value now; by default at least twice that. */
  readonly strictLength?: boolean;
}

export interface LoadOptions extends NewTableOptions {
  /** Collects rows that cannot be stored. Without it the first such row ends the load with a RejectedRowError. */
  readonly rejected?: RejectedRows;
  /**
   * Types by column name, `{ id: 'bigint', name: 'varchar(64)', born: 'date', tags: 'super' }`, for a table that has yet
   * to be made; they win over what the values look like. Lengths are bytes. `super` is JSON: SUPER on Redshift, jsonb on
   * PostgreSQL.
   */
  readonly columnTypes?: Readonly<Record<string, string>>;
}

export interface CopyOptions extends LoadOptions {
  /**
   * What to do when the table is there. `fail` (default): nothing, and throw. `append`: add the rows, by column name.
   * `truncate`: the rows take the place of the old ones. `drop`: a new table, with types found anew, takes the place of
   * the old one. In all cases readers see the old or the new state, and a failure leaves the old one.
   */
  readonly ifExists?: 'fail' | 'append' | 'drop' | 'truncate';
  /**
   * With `append` or `truncate`: add columns that the table lacks and widen varchar columns that are too short. Redshift
   * widens only outside of a transaction: before that of the load begins, so that the column stays wide if the load
   * fails; in `transaction` it has to be the first thing done.
   */
  readonly alterTable?: boolean;
}

export interface UpsertOptions extends LoadOptions {
  /** The columns that say which rows are the same. A row in which one of them is empty is rejected. */
  readonly key: readonly string[];
  /** Of several input rows with one key the one with the greatest value here is kept; without it, or if equal, the last. */
  readonly newest?: string;
}

export interface ReplaceOptions {
  readonly rejected?: RejectedRows;
  /** As for `upsert`; without it every row is kept. */
  readonly key?: readonly string[];
  /** As for `upsert`. */
  readonly newest?: string;
}

/**
 * One way to talk to the warehouse: the warehouse itself, where each call is a transaction of its own, or an open
 * transaction, whose calls share one connection. All loads stream: memory does not grow with the number of rows.
 *
 * Every method throws ConfigError (setup, privileges), TransientError (connection lost, lock, deadlock) or
 * PermanentError (wrong SQL, accounts that do not balance); messages hold no values of rows.
 */
export interface Session {
  /**
   * Runs one statement, with `$1` for the first of `values` (at most 32,767); buffers its rows. Without values the
   * text may hold several statements, of which the last one answers.
   */
  execute<R extends object = Record<string, unknown>>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<ExecuteResult<R>>;

  /**
   * The rows of a SELECT as a table: each read runs it anew and streams it through a cursor, 1,000 rows at a time.
   * Values come as `driver/value-parsers.ts` says. On the warehouse a read takes a connection until it ends; in a
   * transaction, do not load it while it is being read: the connection is busy with the load.
   */
  query<R extends object = Record<string, unknown>>(sql: string, values?: readonly unknown[]): Table<R>;

  /** The columns that a SELECT answers with; the database plans it and does not run it. */
  describe(sql: string, values?: readonly unknown[]): Promise<readonly ResultColumn[]>;

  /** Loads a table's rows into a new or an existing table, as `ifExists` says; columns go by name. */
  copy<R extends object>(table: Table<R>, name: string, options?: CopyOptions): Promise<LoadResult>;

  /**
   * Adds rows whose key is new and replaces rows whose key is there. Columns that the input does not have keep their
   * values. A table that is not there is made, with types as for `copy`.
   */
  upsert<R extends object>(table: Table<R>, name: string, options: UpsertOptions): Promise<LoadResult>;

  /**
   * The rows take the place of all rows of an existing table, whose columns, types, keys, indexes and grants stay.
   * They are loaded beside it, verified, and swapped in by rename; copied over on Redshift, and where views, triggers or
   * the like hang on the table.
   */
  replace<R extends object>(table: Table<R>, name: string, options?: ReplaceOptions): Promise<LoadResult>;
}

/** The part of a session that the books of runs and leases need; the `Transaction` of `lib/job` has this shape too. */
export interface Executor {
  execute(sql: string, values?: readonly unknown[]): Promise<{ readonly rowCount: number }>;
}

export type DialectName = 'postgres' | 'redshift';

export interface TransactionOptions {
  /**
   * The work may be run again from its beginning, in another transaction, when the first one collided with others (a
   * deadlock; 1023 and 1018 on Redshift): nothing of it outlives a rollback, neither in the process nor elsewhere. Three
   * tries in all. Without it the collision is thrown as a TransientError.
   */
  readonly isRepeatable?: boolean;
}

/** A connection pool to one database; see `connectWarehouse`. */
export interface Warehouse extends Session {
  readonly dialect: DialectName;

  /**
   * Runs `work` in a transaction: committed when it returns, rolled back when it throws, and then the error of `work`
   * is thrown. `tx` must not be used afterwards. On Redshift it begins with the first statement, and rows are on S3 by
   * then, so that reading a slow source keeps no transaction open.
   *
   * @throws PermanentError when `work` swallowed the error of a statement, so that nothing was committed.
   * @throws TransientError when the connection was lost; lost during COMMIT, the outcome is not known.
   */
  transaction<T>(work: (tx: Session) => Promise<T>, options?: TransactionOptions): Promise<T>;

  /** Waits for running work, then closes every connection. */
  close(): Promise<void>;
}
