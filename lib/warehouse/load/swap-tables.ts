import type { Connection } from '../connection.ts';
import { quoteIdentifier, quoteTable, siblingTable, type TableName } from '../identifiers.ts';

/** Beside `t`, its successor is built as `t__new`. */
export function successorOf(table: TableName): TableName {
  return siblingTable(table, '__new');
}

/** Puts the successor in the place of a table, which is dropped. Readers see the old one until the commit. */
export async function swapTables(connection: Connection, table: TableName): Promise<void> {
  const old = siblingTable(table, '__old');
  await connection.execute(`ALTER TABLE ${quoteTable(table)} RENAME TO ${quoteIdentifier(old.table)}`);
  await connection.execute(
    `ALTER TABLE ${quoteTable(successorOf(table))} RENAME TO ${quoteIdentifier(table.table)}`,
  );
  await connection.execute(`DROP TABLE ${quoteTable(old)}`);
}
