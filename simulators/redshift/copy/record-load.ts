import pg from 'pg';
import { withDatabase } from '../session/database-url.ts';
import type { LoadErrorRow } from './load-problem.ts';

/** A COPY that has ended. */
export interface LoadReport {
  readonly url: string;
  readonly database: string;
  readonly session: number;
  readonly table: string;
  readonly source: string;
  readonly startedAt: Date;
  readonly loadedRows: number;
  readonly errors: readonly LoadErrorRow[];
}

/**
 * Writes a COPY and its errors to the tables behind SYS_LOAD_HISTORY and the error views; answers its query id. On a
 * connection of its own: the errors must outlive the transaction that they end.
 */
export async function recordLoad(report: LoadReport): Promise<number> {
  const client = new pg.Client({ connectionString: withDatabase(report.url, report.database) });
  await client.connect();
  try {
    const status = report.errors.length === 0 ? 'completed' : 'failed';
    const { rows } = await client.query<{ query: number }>(
      `INSERT INTO redshift_stand_in.loads
       VALUES (nextval('redshift_stand_in.query_id'), $1, $2, $3, $4, $5, $6, $7, $8) RETURNING query`,
      [
        report.session,
        report.table,
        status,
        report.loadedRows,
        report.errors.length,
        report.startedAt.toISOString(),
        new Date().toISOString(),
        report.source,
      ],
    );
    const query = rows[0]?.query ?? 0;
    for (const error of report.errors) {
      await client.query(
        `INSERT INTO redshift_stand_in.load_errors
         VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8, 0, $9, $10, $11, $12)`,
        [
          query,
          report.session,
          report.startedAt.toISOString(),
          error.filename,
          error.lineNumber,
          error.column,
          error.type,
          error.columnLength,
          printable(error.rawLine),
          printable(error.rawValue),
          error.code,
          error.reason,
        ],
      );
    }
    return query;
  } finally {
    await client.end();
  }
}

/** PostgreSQL stores no zero bytes. */
function printable(text: string): string {
  return text.replaceAll('\0', '?').toWellFormed();
}
