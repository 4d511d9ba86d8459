import type { Buffer } from 'node:buffer';
import type { ColumnType } from './column-type.ts';
import type { QuotedIdentifier, TableName } from './identifiers.ts';
import type { DialectName, ExecuteResult, TableLayout } from './warehouse.ts';

type Execute = <R extends object = Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<ExecuteResult<R>>;

/** One open connection inside a transaction, as the loads see it. */
export interface Connection {
  readonly dialect: Dialect;
  readonly execute: Execute;
  /** Reads the catalog: what the transaction has done so far is seen, but a transaction that begins late is not begun. */
  readonly lookUp: Execute;
  /**
   * Runs a statement on the connection before its transaction begins, so that it stays whatever becomes of that.
   *
   * @throws PermanentError when the transaction has begun.
   */
  executeBefore(sql: string): Promise<void>;
  /** Runs a statement on another connection: for what has to be asked after this one's transaction has failed. */
  readonly executeApart: Execute;
  /**
   * Sends CSV to `COPY … FROM STDIN` and answers the number of rows that the database stored. `chunks` may fail: the
   * COPY is then undone and its error thrown. Nothing else can use the connection meanwhile.
   */
  copyFromStdin(sql: string, chunks: AsyncIterable<Buffer>): Promise<number>;
}

/** A column of an existing table. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly isRequired: boolean;
}

/** Rows on their way into a table; what they have taken up elsewhere is freed in the end, and that never throws. */
export interface StagedRows extends AsyncDisposable {
  /** Adds the rows to a table and answers how many the database stored. */
  fill(table: QuotedIdentifier): Promise<number>;
}

/**
 * All that tells one database from another; the loads know nothing else of it. Statements that both accept are written
 * where they are used.
 */
export interface Dialect {
  readonly name: DialectName;
  /** Run on every new connection. */
  readonly sessionSetup: string;
  /**
   * Whether a transaction begins with its first statement only, for a database that shows a transaction the state at its
   * beginning to the end, and cancels it when another one has changed the same tables since.
   */
  readonly beginsLate: boolean;
  /** SQL for the database's clock now, even late in a transaction. */
  readonly clock: string;
  /** SQL for the database's clock so many seconds from now. */
  secondsFromNow(seconds: number): string;
  /** What stands for null in the CSV that `stageRows` gets. */
  readonly nullField: string;
  /** The type of columns declared as `super`. */
  readonly jsonType: string;
  /** Whether a table is best replaced by renaming another one; otherwise its rows are exchanged. */
  readonly replacesByRename: boolean;

  /** @throws PermanentError when the database would not keep the name of a table or column as it is. */
  assertName(name: string): void;
  /** Declares a cursor for a SELECT with `$1` for the first of `values`. */
  declareCursor(
    connection: Connection,
    cursor: QuotedIdentifier,
    select: string,
    values: readonly unknown[],
  ): Promise<void>;

  /** The columns of a table, in order; undefined when there is no such table. */
  describeTable(connection: Connection, table: TableName): Promise<readonly Column[] | undefined>;
  /**
   * Keeps other writers out of a table until the transaction ends. Readers go on in PostgreSQL and wait in Redshift. Where
   * a transaction begins late it has to come first, to see what the writers before it have stored.
   */
  lockForWriting(connection: Connection, table: QuotedIdentifier): Promise<void>;
  /**
   * Takes CSV for some columns of a table to come: `""` is an empty text, `nullField` null, and each chunk ends where a
   * row ends. The rows may be read now, or by `fill`.
   *
   * @throws what the chunks throw.
   */
  stageRows(
    connection: Connection,
    columns: readonly string[],
    chunks: AsyncIterable<Buffer>,
  ): Promise<StagedRows>;
  /** Makes an empty table with the columns, types and defaults of another, without its keys and indexes. */
  createTableLike(connection: Connection, table: QuotedIdentifier, model: QuotedIdentifier): Promise<void>;
  /** What stands behind the columns of a CREATE TABLE; empty where the database has no such thing. */
  tableAttributes(layout: TableLayout): string;
  /** Gives a varchar column room for more bytes. */
  widenColumn(connection: Connection, table: QuotedIdentifier, column: string, bytes: number): Promise<void>;
  /** Whether anything hangs on a table, views for example, that would be lost or in the way if it were swapped. */
  hasDependents(connection: Connection, table: TableName): Promise<boolean>;
  /** Gives `to` the owner and the grants of `from`. @throws PermanentError when they cannot be read. */
  copyGrants(connection: Connection, from: TableName, to: TableName): Promise<void>;
  /** Gives `to` the keys, checks and indexes of `from`; answers the renames that are due once `from` is gone. */
  copyIndexes(
    connection: Connection,
    from: QuotedIdentifier,
    to: QuotedIdentifier,
  ): Promise<readonly string[]>;
}
