import { randomBytes } from 'node:crypto';
import { PermanentError } from '../../errors/index.ts';
import type { Column, Connection } from '../connection.ts';
import {
  createTally,
  type EncodedRows,
  type EncodingTally,
  encodeRows,
  type RowReading,
} from '../encode/encode-rows.ts';
import {
  type QuotedIdentifier,
  quoteIdentifier,
  quoteList,
  quoteTable,
  type TableName,
  tableLabel,
} from '../identifiers.ts';
import type { LoadResult, UpsertOptions } from '../warehouse.ts';
import { createTable } from './create-table.ts';
import { deduplicate, ROW_NUMBER_COLUMN } from './deduplicate.ts';
import { assertBalance, countRows, fillTable, stageRows } from './fill-table.ts';
import { inferRows } from './inferred-rows.ts';
import { assertColumnsExist, createColumnLookup } from './known-columns.ts';
import { toLoadResult } from './load-result.ts';
import { mergeStage } from './merge-stage.ts';

/** See `Session.upsert`. */
export async function upsertTable(
  connection: Connection,
  rows: RowReading,
  table: TableName,
  options: UpsertOptions,
): Promise<LoadResult> {
  const { key, rejected } = options;
  if (key.length === 0) throw new PermanentError('an upsert needs at least one key column');
  const columns = await connection.dialect.describeTable(connection, table);
  const rowNumberColumn = ROW_NUMBER_COLUMN;
  const { nullField } = connection.dialect;

  if (columns === undefined) {
    await using inferred = await inferRows(rows, { ...options, rowNumberColumn, nullField });
    const { encoded, tally } = inferred;
    return await stageAndMerge(connection, encoded, tally, table, inferred.columns, options, () =>
      createTable(connection, table, inferred.columns, options),
    );
  }
  const tally = createTally();
  const describeColumn = createColumnLookup(table, columns, key);
  const plan = { describeColumn, rowNumberColumn, rejected, key, nullField };
  const encoded = encodeRows(rows, plan, tally);
  return await stageAndMerge(connection, encoded, tally, table, columns, options);
}

/** `prepare` is run between the last look at the input and the first use of the table. */
async function stageAndMerge(
  connection: Connection,
  encoded: EncodedRows,
  tally: EncodingTally,
  table: TableName,
  columns: readonly Pick<Column, 'name'>[],
  { key, newest }: UpsertOptions,
  prepare: () => Promise<void> = async () => {},
): Promise<LoadResult> {
  const names = columns.map(({ name }) => name);
  const named = newest === undefined ? key : [...key, newest];
  assertColumnsExist(table, new Map(names.map((name) => [name, true])), named);

  if (encoded.columns.length > 1) assertKeyGiven(table, key, encoded.columns);

  await using staged = await stageRows(connection, encoded);
  await prepare();
  const { dialect } = connection;
  if (dialect.beginsLate) await dialect.lockForWriting(connection, quoteTable(table));
  const stage = await createStage(connection, quoteTable(table), names);
  const stored = await fillTable(staged, stage, tally);
  if (stored === 0) {
    await connection.execute(`DROP TABLE ${stage}`);
    return toLoadResult(tally, { inserted: 0 });
  }
  const duplicates = await deduplicate(connection, stage, stored, key, newest);
  const distinct = await countRows(connection, stage);
  assertBalance('staged', distinct, tally.read - tally.rejected - duplicates, tableLabel(table));

  const loaded = names.filter((name) => encoded.columns.includes(name));
  const merged = await mergeStage(connection, {
    target: quoteTable(table),
    reference: quoteIdentifier(table.table),
    stage,
    staged: distinct,
    columns: loaded,
    key,
    isComplete: loaded.length === names.length,
  });
  await connection.execute(`DROP TABLE ${stage}`);
  return toLoadResult(tally, { ...merged, duplicates });
}

/** A temporary table with the target's columns but none of its rules: rows may leave out what the target demands. */
async function createStage(
  connection: Connection,
  target: QuotedIdentifier,
  columns: readonly string[],
): Promise<QuotedIdentifier> {
  const stage = quoteIdentifier(`etl_stage_${randomBytes(6).toString('hex')}`);
  const number = `CAST(0 AS bigint) AS ${quoteIdentifier(ROW_NUMBER_COLUMN)}`;
  await connection.execute(
    `CREATE TEMPORARY TABLE ${stage} AS SELECT ${quoteList(columns)}, ${number} FROM ${target} WHERE 1 = 0`,
  );
  return stage;
}

function assertKeyGiven(table: TableName, key: readonly string[], given: readonly string[]): void {
  const missing = key.filter((name) => !given.includes(name));
  if (missing.length === 0) return;
  throw new PermanentError(`the rows have no column ${missing.join(', ')}, which is part of the key`, {
    facts: { table: tableLabel(table), missing: missing.join(', ') },
  });
}
