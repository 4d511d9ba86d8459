import type { Connection } from '../connection.ts';
import { type QuotedIdentifier, quoteIdentifier, quoteList } from '../identifiers.ts';

/** The column with a row's number in the input, by which the later of two equal rows is known. */
export const ROW_NUMBER_COLUMN = 'etl_row_number';

/**
 * Leaves one row of each key: the one with the greatest `newest` (null counts as oldest), of several the last one of
 * the input. Answers how many rows were deleted.
 */
export async function deduplicate(
  connection: Connection,
  table: QuotedIdentifier,
  rowCount: number,
  key: readonly string[],
  newest: string | undefined,
): Promise<number> {
  // Counting keys takes a fraction of the time of sorting the rows, and mostly there is nothing to do.
  if ((await countKeys(connection, table, key)) === rowCount) return 0;

  const number = quoteIdentifier(ROW_NUMBER_COLUMN);
  const byAge = newest === undefined ? '' : `${quoteIdentifier(newest)} DESC NULLS LAST, `;
  const { rowCount: deleted } = await connection.execute(`
    DELETE FROM ${table} WHERE ${number} IN (
      SELECT ${number} FROM (
        SELECT ${number}, ROW_NUMBER() OVER (PARTITION BY ${quoteList(key)} ORDER BY ${byAge}${number} DESC) AS place
        FROM ${table}
      ) AS ranked
      WHERE place > 1
    )`);
  return deleted;
}

async function countKeys(
  connection: Connection,
  table: QuotedIdentifier,
  key: readonly string[],
): Promise<number> {
  const { rows } = await connection.execute<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM ${table} GROUP BY ${quoteList(key)}) AS keys`,
  );
  return Number(rows[0]?.count);
}
