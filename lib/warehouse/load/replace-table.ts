import { PermanentError } from '../../errors/index.ts';
import type { Column, Connection } from '../connection.ts';
import { createTally, type EncodingPlan, encodeRows, type RowReading } from '../encode/encode-rows.ts';
import { quoteIdentifier, quoteList, quoteTable, type TableName, tableLabel } from '../identifiers.ts';
import type { LoadResult, ReplaceOptions } from '../warehouse.ts';
import { deduplicate, ROW_NUMBER_COLUMN } from './deduplicate.ts';
import { assertBalance, countRows, fillTable, stageRows } from './fill-table.ts';
import { assertColumnsExist, createColumnLookup } from './known-columns.ts';
import { toLoadResult } from './load-result.ts';
import { successorOf, swapTables } from './swap-tables.ts';

/** See `Session.replace`. */
export async function replaceTable(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  options: ReplaceOptions = {},
): Promise<LoadResult> {
  const columns = await connection.dialect.describeTable(connection, table);
  if (columns === undefined) {
    throw new PermanentError(
      `there is no table ${tableLabel(table)} to replace; make it first (migrate, copy)`,
      {
        facts: { table: tableLabel(table) },
      },
    );
  }
  const result = await buildSuccessor(connection, rows, table, columns, options);
  await putInPlace(connection, table, columns);
  return result;
}

async function buildSuccessor(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  columns: readonly Column[],
  { key, newest, rejected }: ReplaceOptions,
): Promise<LoadResult> {
  const { dialect } = connection;
  const name = quoteTable(successorOf(table));
  const describeColumn = createColumnLookup(table, columns, key);
  if (newest !== undefined) assertColumnsExist(table, new Map(columns.map((c) => [c.name, c])), [newest]);

  const rowNumberColumn = key === undefined ? undefined : ROW_NUMBER_COLUMN;
  const { nullField } = dialect;
  const plan: EncodingPlan = { describeColumn, rejected, key, rowNumberColumn, nullField };
  const tally = createTally();
  await using staged = await stageRows(connection, encodeRows(rows, plan, tally));

  if (dialect.beginsLate) await dialect.lockForWriting(connection, quoteTable(table));
  await dialect.createTableLike(connection, name, quoteTable(table));
  if (key !== undefined) {
    await connection.execute(`ALTER TABLE ${name} ADD COLUMN ${quoteIdentifier(ROW_NUMBER_COLUMN)} bigint`);
  }
  const stored = await fillTable(staged, name, tally);

  let duplicates = 0;
  if (key !== undefined) {
    duplicates = await deduplicate(connection, name, stored, key, newest);
    await connection.execute(`ALTER TABLE ${name} DROP COLUMN ${quoteIdentifier(ROW_NUMBER_COLUMN)}`);
  }
  const inserted = await countRows(connection, name);
  assertBalance('stored', inserted, tally.read - tally.rejected - duplicates, tableLabel(table));
  return toLoadResult(tally, { inserted, duplicates });
}

/**
 * Swaps by rename, at once whatever the size. Where views depend on the table it has to stay, so the rows move; so they do
 * where nobody could say for sure who may read it.
 */
async function putInPlace(
  connection: Connection,
  table: TableName,
  columns: readonly Column[],
): Promise<void> {
  const { dialect } = connection;
  const name = quoteTable(table);
  const successor = quoteTable(successorOf(table));
  await dialect.lockForWriting(connection, name);

  if (!dialect.replacesByRename || (await dialect.hasDependents(connection, table))) {
    const list = quoteList(columns.map((column) => column.name));
    await connection.execute(`DELETE FROM ${name}`);
    await connection.execute(`INSERT INTO ${name} (${list}) SELECT ${list} FROM ${successor}`);
    await connection.execute(`DROP TABLE ${successor}`);
    return;
  }
  const renames = await dialect.copyIndexes(connection, name, successor);
  await dialect.copyGrants(connection, table, successorOf(table));
  await swapTables(connection, table);
  for (const rename of renames) await connection.execute(rename);
}
