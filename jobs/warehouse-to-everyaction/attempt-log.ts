import type { LastAttempt } from '@movement-etl/lib/delivery';
import type { Session } from '@movement-etl/lib/warehouse';
import type { CodeToGive } from './codes.ts';

/** The log's own columns: whom, and what was given them; neither code: somebody was looked up. */
export interface LogColumns extends Readonly<Record<string, unknown>> {
  readonly vanid: number | null;
  readonly source_code_id: number | null;
  readonly activist_code_id: number | null;
}

/** The last attempt to give one code to one person, or to look somebody up. */
export interface KnownAttempt extends LastAttempt {
  readonly vanid: number | null;
  readonly attempt: number;
}

interface LogRow {
  readonly vanid: number | null;
  readonly source_code_id: number | null;
  readonly activist_code_id: number | null;
  readonly outcome: string;
  readonly payload_hash: string;
  readonly attempt: number;
}

export function logColumns(vanid: number | null, code?: Pick<CodeToGive, 'kind' | 'id'>): LogColumns {
  return {
    vanid,
    source_code_id: code?.kind === 'source code' ? code.id : null,
    activist_code_id: code?.kind === 'activist code' ? code.id : null,
  };
}

/** The last look-ups of people without a vanid, by the hash of their data. At most a thousand hashes. */
export async function lastLookUps(
  session: Session,
  payloadHashes: readonly string[],
): Promise<ReadonlyMap<string, KnownAttempt>> {
  const rows = await lastRows(session, {
    where: 'source_code_id IS NULL AND activist_code_id IS NULL',
    column: 'payload_hash',
    values: payloadHashes,
  });
  return new Map(rows.map((row) => [row.payload_hash, knownAttempt(row)]));
}

/** The last attempts to give codes to people; find one with `giftKey`. At most a thousand people. */
export async function lastGifts(
  session: Session,
  vanids: readonly number[],
): Promise<ReadonlyMap<string, KnownAttempt>> {
  const rows = await lastRows(session, {
    where: '(source_code_id IS NOT NULL OR activist_code_id IS NOT NULL)',
    column: 'vanid',
    values: vanids,
  });
  return new Map(
    rows.map((row) => {
      const isSourceCode = row.source_code_id !== null;
      const kind = isSourceCode ? 'source code' : 'activist code';
      const id = Number(isSourceCode ? row.source_code_id : row.activist_code_id);
      return [giftKey(Number(row.vanid), { kind, id }), knownAttempt(row)];
    }),
  );
}

/** What is done when this code is given to this person, as a text. */
export function giftKey(vanid: number, { kind, id }: Pick<CodeToGive, 'kind' | 'id'>): string {
  return `${kind} ${id} for ${vanid}`;
}

async function lastRows(
  session: Session,
  { where, column, values }: { where: string; column: string; values: readonly unknown[] },
): Promise<readonly LogRow[]> {
  if (values.length === 0) return [];
  const { rows } = await session.execute<LogRow>(
    `SELECT vanid, source_code_id, activist_code_id, outcome, payload_hash, attempt
     FROM (
       SELECT vanid, source_code_id, activist_code_id, outcome, payload_hash, attempt,
         ROW_NUMBER() OVER (PARTITION BY ${column}, source_code_id, activist_code_id ORDER BY date DESC, attempt DESC) AS recency
       FROM mobilize.everyaction_log
       WHERE ${where} AND ${column} IN (${values.map((_value, index) => `$${index + 1}`).join(', ')})
     ) AS ranked
     WHERE recency = 1`,
    values,
  );
  return rows;
}

function knownAttempt({ vanid, outcome, payload_hash: payloadHash, attempt }: LogRow): KnownAttempt {
  return { vanid, outcome, payloadHash, attempt };
}
