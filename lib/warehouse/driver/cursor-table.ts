import { randomBytes } from 'node:crypto';
import { PermanentError } from '../../errors/index.ts';
import { Table } from '../../table/index.ts';
import type { Connection } from '../connection.ts';
import { type QuotedIdentifier, quoteIdentifier } from '../identifiers.ts';
import type { ResultColumn } from '../warehouse.ts';

/** Redshift's single-node clusters give at most so many rows at once. */
const ROWS_PER_FETCH = 1_000;

/** A connection inside a transaction, lent for one read. */
export interface ReadLoan {
  readonly connection: Connection;
  giveBack(): Promise<void>;
}

/**
 * A SELECT as a table. Every read borrows a connection, declares a cursor on it and fetches batch after batch; the
 * cursor is closed and the connection given back when the read ends, fails or is abandoned.
 */
export function queryThroughCursor<R extends object>(
  borrow: () => Promise<ReadLoan>,
  sql: string,
  values: readonly unknown[] = [],
): Table<R> {
  return Table.fromBatches<R>(() => readBatches<R>(borrow, sql, values), {
    columns: async () => (await describeQuery(borrow, sql, values)).map(({ name }) => name),
  });
}

async function* readBatches<R extends object>(
  borrow: () => Promise<ReadLoan>,
  sql: string,
  values: readonly unknown[],
): AsyncGenerator<R[], void, undefined> {
  const loan = await borrow();
  try {
    const cursor = await declareCursor(loan.connection, sql, values);
    let rows: R[];
    do {
      const answer = await loan.connection.execute<R>(`FETCH FORWARD ${ROWS_PER_FETCH} FROM ${cursor}`);
      assertDistinct(answer.columns);
      rows = answer.rows;
      if (rows.length > 0) yield rows;
    } while (rows.length === ROWS_PER_FETCH);
    await loan.connection.execute(`CLOSE ${cursor}`);
  } finally {
    await loan.giveBack();
  }
}

/** The columns that the database says the result has, so that a result without rows has them too. */
export async function describeQuery(
  borrow: () => Promise<ReadLoan>,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly ResultColumn[]> {
  const loan = await borrow();
  try {
    const cursor = await declareCursor(loan.connection, sql, values);
    const { columns, columnTypes } = await loan.connection.execute(`FETCH FORWARD 0 FROM ${cursor}`);
    await loan.connection.execute(`CLOSE ${cursor}`);
    assertDistinct(columns);
    return columnTypes.map((type, index) => ({ name: columns[index] ?? '', type }));
  } finally {
    await loan.giveBack();
  }
}

/** Rows are objects, so of two columns with one name the first would be lost. */
function assertDistinct(columns: readonly string[]): void {
  const repeated = columns.filter((name, index) => columns.indexOf(name) !== index);
  if (repeated.length === 0) return;
  throw new PermanentError(
    `the query has more than one column named ${repeated.join(', ')}; name them with AS`,
  );
}

async function declareCursor(
  connection: Connection,
  sql: string,
  values: readonly unknown[],
): Promise<QuotedIdentifier> {
  const cursor = quoteIdentifier(`cursor_${randomBytes(6).toString('hex')}`);
  await connection.dialect.declareCursor(connection, cursor, sql.trim().replace(/;$/, ''), values);
  return cursor;
}
