import type { Connection } from '../connection.ts';
import { type QuotedIdentifier, quoteColumn, quoteIdentifier, quoteList } from '../identifiers.ts';
import { assertBalance, countRows } from './fill-table.ts';

export interface Merge {
  readonly target: QuotedIdentifier;
  /** The target's name as its columns are qualified with: without the schema, as Redshift wants it. */
  readonly reference: QuotedIdentifier;
  readonly stage: QuotedIdentifier;
  /** Rows in the stage, one a key. */
  readonly staged: number;
  /** The columns to take from the stage. */
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** Whether these are all columns of the target. */
  readonly isComplete: boolean;
}

export interface Merged {
  readonly inserted: number;
  readonly updated: number;
}

/**
 * Brings the staged rows into the target and verifies the target's own count. Other writers wait meanwhile. The SQL is
 * what PostgreSQL and Redshift share: no MERGE, no ON CONFLICT, no alias for the target of DELETE.
 */
export async function mergeStage(connection: Connection, merge: Merge): Promise<Merged> {
  const { target, staged, isComplete } = merge;
  await connection.dialect.lockForWriting(connection, target);
  const before = await countRows(connection, target);
  const { added, removed } = isComplete
    ? await deleteAndInsert(connection, merge, before)
    : await updateAndInsert(connection, merge);
  const after = await countRows(connection, target);
  assertBalance('there after the merge', after, before - removed + added, target);

  const inserted = isComplete ? Math.max(staged - removed, 0) : added;
  return { inserted, updated: staged - inserted };
}

interface Change {
  readonly added: number;
  readonly removed: number;
}

async function deleteAndInsert(
  connection: Connection,
  { target, reference, stage, staged, columns, key }: Merge,
  before: number,
): Promise<Change> {
  const list = quoteList(columns);
  const removed =
    before === 0
      ? 0
      : await changedRows(
          connection,
          `DELETE FROM ${target} USING ${stage} WHERE ${matches(reference, stage, key)}`,
        );
  const added = await changedRows(connection, `INSERT INTO ${target} (${list}) SELECT ${list} FROM ${stage}`);
  assertBalance('inserted', added, staged, target);
  return { added, removed };
}

/** For rows that lack columns: what they do not have stays as it is. */
async function updateAndInsert(
  connection: Connection,
  { target, reference, stage, columns, key }: Merge,
): Promise<Change> {
  const values = columns.filter((column) => !key.includes(column));
  if (values.length > 0) {
    const assignments = values.map((column) => `${quoteIdentifier(column)} = ${quoteColumn(stage, column)}`);
    await connection.execute(
      `UPDATE ${target} SET ${assignments.join(', ')} FROM ${stage} WHERE ${matches(reference, stage, key)}`,
    );
  }
  const selected = columns.map((column) => quoteColumn(stage, column)).join(', ');
  const added = await changedRows(
    connection,
    `INSERT INTO ${target} (${quoteList(columns)}) SELECT ${selected} FROM ${stage} ` +
      `LEFT JOIN ${target} ON ${matches(reference, stage, key)} WHERE ${quoteColumn(reference, key[0] as string)} IS NULL`,
  );
  return { added, removed: 0 };
}

function matches(reference: QuotedIdentifier, stage: QuotedIdentifier, key: readonly string[]): string {
  return key
    .map((column) => `${quoteColumn(reference, column)} = ${quoteColumn(stage, column)}`)
    .join(' AND ');
}

async function changedRows(connection: Connection, sql: string): Promise<number> {
  return (await connection.execute(sql)).rowCount;
}
