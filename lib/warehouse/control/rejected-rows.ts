import { Buffer } from 'node:buffer';
import type { RejectedRow } from '../../table/index.ts';
import { Table } from '../../table/index.ts';
import type { Session } from '../warehouse.ts';

/** Which run rejected them, on the way to where. */
export interface RejectionOrigin {
  readonly runId: string;
  readonly job: string;
  readonly target: string;
}

/** Lengths of columns of etl.rejected_rows, in bytes. */
const KEY_BYTES = 256;
const COLUMN_BYTES = 128;
const REASON_BYTES = 1024;

/** Writes rejected rows to etl.rejected_rows: key, column and reason, no values. Answers how many. */
export async function storeRejectedRows(
  session: Session,
  { runId, job, target }: RejectionOrigin,
  rows: readonly RejectedRow[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const rejectedAt = new Date();
  const records = rows.map(({ rowNumber, column, reason, key }) => ({
    run_id: runId,
    job,
    target,
    row_number: rowNumber,
    row_key: cut(key, KEY_BYTES),
    column_name: cut(column, COLUMN_BYTES),
    reason: cut(reason, REASON_BYTES),
    rejected_at: rejectedAt,
  }));
  const { written } = await session.copy(Table.fromRows(records), 'etl.rejected_rows', {
    ifExists: 'append',
  });
  return written;
}

function cut(text: string | undefined, maxBytes: number): string | null {
  if (text === undefined) return null;
  let short = text.slice(0, maxBytes);
  while (Buffer.byteLength(short) > maxBytes) short = short.slice(0, -1);
  return short;
}
