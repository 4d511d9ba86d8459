import { ConfigError, PermanentError } from '@movement-etl/lib/errors';
import type { Session } from '@movement-etl/lib/warehouse';

/** The columns by which somebody without a vanid can be looked up. */
export const PERSON_COLUMNS = ['first_name', 'last_name', 'email', 'phone', 'zip'] as const;
export type PersonColumn = (typeof PERSON_COLUMNS)[number];

/** VAN_QUERY, looked at. */
export interface SourceQuery {
  /** Fit to stand in brackets. */
  readonly sql: string;
  /** Those that the query has; none where nobody is to be looked up. */
  readonly personColumns: readonly PersonColumn[];
  readonly findOrCreate: boolean;
}

/**
 * Runs the query for its columns only.
 *
 * @throws ConfigError that names VAN_QUERY when the database refuses it, or when columns are missing.
 */
export async function readSourceQuery(
  session: Session,
  query: string,
  { findOrCreate }: { readonly findOrCreate: boolean },
): Promise<SourceQuery> {
  const sql = query.trim().replace(/;\s*$/, '');
  const columns = await columnsOf(session, sql);
  const returned = `it returns ${columns.join(', ')}`;
  if (!columns.includes('vanid')) {
    throw new ConfigError(`VAN_QUERY must return a column vanid; ${returned}`);
  }
  const personColumns = findOrCreate ? PERSON_COLUMNS.filter((name) => columns.includes(name)) : [];
  const canMatch = personColumns.includes('email') || personColumns.includes('phone');
  if (findOrCreate && !canMatch) {
    throw new ConfigError(
      `VAN_QUERY must return a column email, or first_name, last_name and phone, for --find-or-create; ${returned}`,
    );
  }
  return { sql, personColumns, findOrCreate };
}

/** How many rows the query returns. */
export async function countSourceRows(session: Session, { sql }: SourceQuery): Promise<number> {
  const { rows } = await session.execute<{ people: number }>(
    `SELECT COUNT(*) AS people FROM (\n${sql}\n) AS source`,
    [],
  );
  return Number(rows[0]?.people ?? 0);
}

async function columnsOf(session: Session, sql: string): Promise<readonly string[]> {
  try {
    // On lines of its own, so that a comment at its end does not swallow the bracket.
    const { columns } = await session.execute(`SELECT * FROM (\n${sql}\n) AS source LIMIT 0`, []);
    return columns;
  } catch (error) {
    if (!(error instanceof PermanentError)) throw error;
    throw new ConfigError(`VAN_QUERY: ${error.message}`, { cause: error });
  }
}
