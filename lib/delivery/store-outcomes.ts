import type { Result } from './outcome.ts';

/** One attempt, as a log keeps it. */
export interface Attempt extends Result {
  readonly payloadHash: string;
  /** Counted from 1. */
  readonly attempt: number;
  readonly date: Date;
}

/** The part of a warehouse session that is needed here. */
interface Session {
  execute(sql: string, values: readonly unknown[]): Promise<unknown>;
}

const MAX_ERROR_CHARACTERS = 999;
/** A statement takes 32,767 values. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Adds attempts to a log table, a thousand in a statement. Every log has the columns synced, errors, date, run_id,
 * payload_hash, attempt, http_status and outcome, and its own ones, which say whose attempt it was.
 *
 * @param table as it stands in SQL; no text from outside
 * @param ownColumns the values of the own columns by name; each attempt gives the same names
 */
export async function storeOutcomes<A extends Attempt>(
  session: Session,
  table: string,
  attempts: readonly A[],
  {
    runId,
    ownColumns,
  }: { readonly runId: string; readonly ownColumns: (attempt: A) => Readonly<Record<string, unknown>> },
): Promise<void> {
  for (let start = 0; start < attempts.length; start += ROWS_PER_STATEMENT) {
    const rows = attempts
      .slice(start, start + ROWS_PER_STATEMENT)
      .map((attempt) => ({ ...ownColumns(attempt), ...commonColumns(attempt, runId) }));
    const columns = Object.keys(rows[0] ?? {});
    const places = rows.map(
      (_row, row) =>
        `(${columns.map((_name, column) => `$${row * columns.length + column + 1}`).join(', ')})`,
    );
    await session.execute(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${places.join(', ')}`,
      rows.flatMap((row) => Object.values(row)),
    );
  }
}

function commonColumns(attempt: Attempt, runId: string) {
  return {
    synced: attempt.outcome === 'synced',
    errors: attempt.errors?.slice(0, MAX_ERROR_CHARACTERS) ?? null,
    date: attempt.date,
    run_id: runId,
    payload_hash: attempt.payloadHash,
    attempt: attempt.attempt,
    http_status: attempt.httpStatus,
    outcome: attempt.outcome,
  };
}
