import { PermanentError } from '../../errors/index.ts';
import type { Column, Connection } from '../connection.ts';
import { createTally, encodeRows, type RowReading } from '../encode/encode-rows.ts';
import { quoteTable, type TableName, tableLabel } from '../identifiers.ts';
import type { CopyOptions, LoadResult } from '../warehouse.ts';
import { alterTableFor } from './alter-table.ts';
import { createTable } from './create-table.ts';
import { assertBalance, countRows, fillTable, stageRows } from './fill-table.ts';
import { inferRows } from './inferred-rows.ts';
import { createColumnLookup } from './known-columns.ts';
import { toLoadResult } from './load-result.ts';
import { successorOf, swapTables } from './swap-tables.ts';

/** See `Session.copy`. */
export async function copyTable(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  options: CopyOptions = {},
): Promise<LoadResult> {
  const { ifExists = 'fail' } = options;
  const existing = await connection.dialect.describeTable(connection, table);
  if (existing === undefined) return await copyToNewTable(connection, rows, table, options);
  switch (ifExists) {
    case 'fail':
      throw new PermanentError(
        `the table ${tableLabel(table)} exists already; say with ifExists whether to append, truncate or drop`,
        { facts: { table: tableLabel(table) } },
      );
    case 'append':
      return await append(connection, rows, table, existing, options);
    case 'truncate':
      return await truncateAndAppend(connection, rows, table, existing, options);
    case 'drop':
      return await dropAndCopy(connection, rows, table, options);
    default:
      return ifExists satisfies never;
  }
}

async function copyToNewTable(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  options: CopyOptions,
): Promise<LoadResult> {
  const { nullField } = connection.dialect;
  await using inferred = await inferRows(rows, { ...options, nullField });
  await using staged = await stageRows(connection, inferred.encoded);
  await createTable(connection, table, inferred.columns, options);
  const name = quoteTable(table);
  const stored = await fillTable(staged, name, inferred.tally);
  assertBalance('stored', await countRows(connection, name), stored, tableLabel(table));
  return toLoadResult(inferred.tally, { inserted: stored });
}

/** `prepare` is run between the last look at the input and the first row in the table. */
async function append(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  existing: readonly Column[],
  options: CopyOptions,
  prepare: () => Promise<void> = async () => {},
): Promise<LoadResult> {
  const name = quoteTable(table);
  const { nullField } = connection.dialect;
  if (options.alterTable === true) {
    await using inferred = await inferRows(rows, { ...options, existing, nullField });
    await using staged = await stageRows(connection, inferred.encoded);
    await alterTableFor(connection, table, existing, inferred.columns);
    await prepare();
    const stored = await fillTable(staged, name, inferred.tally);
    return toLoadResult(inferred.tally, { inserted: stored });
  }
  const tally = createTally();
  const describeColumn = createColumnLookup(table, existing);
  const encoded = encodeRows(rows, { describeColumn, rejected: options.rejected, nullField }, tally);
  await using staged = await stageRows(connection, encoded);
  await prepare();
  const stored = await fillTable(staged, name, tally);
  return toLoadResult(tally, { inserted: stored });
}

/** TRUNCATE would end the transaction on Redshift, and with it the promise that a failure leaves the old rows. */
async function truncateAndAppend(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  existing: readonly Column[],
  options: CopyOptions,
): Promise<LoadResult> {
  const name = quoteTable(table);
  const result = await append(connection, rows, table, existing, options, async () => {
    await connection.dialect.lockForWriting(connection, name);
    await connection.execute(`DELETE FROM ${name}`);
  });
  assertBalance('stored', await countRows(connection, name), result.written, tableLabel(table));
  return result;
}

async function dropAndCopy(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  options: CopyOptions,
): Promise<LoadResult> {
  const successor = successorOf(table);
  if (await connection.dialect.hasDependents(connection, table)) {
    throw new PermanentError(
      `the table ${tableLabel(table)} cannot be dropped: views, triggers or other tables depend on it; use ifExists: 'truncate'`,
      { facts: { table: tableLabel(table) } },
    );
  }
  const result = await copyToNewTable(connection, rows, successor, options);
  await connection.dialect.copyGrants(connection, table, successor);
  await swapTables(connection, table);
  return result;
}
