/**
 * The calls that are under way, in etl.outbox: written before a call, taken out in the transaction that logs how it ended.
 * What is in it when a run begins is a call of which nobody knows whether it took effect.
 */

/** The part of a warehouse that is needed to read the outbox. */
export interface OutboxReader {
  execute(sql: string, values: readonly unknown[]): Promise<{ readonly rows: readonly object[] }>;
}

/** The part of an open transaction that is needed to change it. */
interface OutboxTransaction {
  execute(sql: string, values: readonly unknown[]): Promise<unknown>;
}

/** The keys of the rows whose last call may or may not have taken effect. As many as were in flight when runs were killed. */
export async function readOutbox(warehouse: OutboxReader, log: string): Promise<ReadonlySet<string>> {
  const { rows } = await warehouse.execute('SELECT row_key FROM etl.outbox WHERE log = $1', [log]);
  return new Set(rows.map((row) => String((row as { row_key: unknown }).row_key)));
}

/** At most a few thousand keys: a statement takes 32,767 values. */
export async function enterOutbox(
  tx: OutboxTransaction,
  log: string,
  keys: readonly string[],
  runId: string,
): Promise<void> {
  if (keys.length === 0) return;
  const places = keys.map((_key, index) => `($1, $${index + 4}, $2, $3)`);
  await tx.execute(`INSERT INTO etl.outbox (log, row_key, run_id, begun_at) VALUES ${places.join(', ')}`, [
    log,
    runId,
    new Date(),
    ...keys,
  ]);
}

export async function leaveOutbox(
  tx: OutboxTransaction,
  log: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const places = keys.map((_key, index) => `$${index + 2}`);
  await tx.execute(`DELETE FROM etl.outbox WHERE log = $1 AND row_key IN (${places.join(', ')})`, [
    log,
    ...keys,
  ]);
}
