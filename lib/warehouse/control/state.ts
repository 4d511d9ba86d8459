import type { Session } from '../warehouse.ts';

/** What a job remembered under a name, for example its watermark; undefined: nothing yet. */
export async function readState(session: Session, job: string, name: string): Promise<string | undefined> {
  const { rows } = await session.execute<{ value: string | null }>(
    'SELECT value FROM etl.job_state WHERE job = $1 AND name = $2',
    [job, name],
  );
  return rows[0]?.value ?? undefined;
}

/**
 * Remembers a value (at most 65,535 bytes). Call it in the transaction that stores the data, so that both are there or
 * neither; only the holder of the job's lease may.
 */
export async function writeState(
  session: Session,
  job: string,
  name: string,
  value: string,
  runId: string,
): Promise<void> {
  const { rowCount } = await session.execute(
    'UPDATE etl.job_state SET value = $3, run_id = $4, updated_at = $5 WHERE job = $1 AND name = $2',
    [job, name, value, runId, new Date()],
  );
  if (rowCount > 0) return;
  await session.execute(
    'INSERT INTO etl.job_state (job, name, value, run_id, updated_at) VALUES ($1, $2, $3, $4, $5)',
    [job, name, value, runId, new Date()],
  );
}
