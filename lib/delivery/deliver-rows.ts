import type { Table } from '../table/index.ts';

export interface RowDelivery<Row extends object> {
  /** Does with one row what is to be done, its books included; what it throws ends the delivery. */
  readonly deliver: (row: Row) => Promise<void>;
  /** True: no further row is delivered, and the delivery ends well. */
  readonly isEnough?: () => boolean;
  /** How many rows may be in flight at a time. */
  readonly concurrency: number;
  /** Aborted: no further row is delivered; what is in flight is awaited; then its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Delivers every row of a table, several at a time. Streams: rows are read as they are delivered.
 *
 * @throws whatever reading or `deliver` throws, after all rows in flight are done.
 */
export async function deliverRows<Row extends object>(
  rows: Table<Row>,
  { deliver, isEnough, concurrency, signal }: RowDelivery<Row>,
): Promise<void> {
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const inFlight = new Set<Promise<void>>();

  try {
    for await (const row of rows) {
      if (stopped.aborted || isEnough?.()) break;
      const delivery = deliver(row)
        .catch((error) => stop.abort(error))
        .finally(() => inFlight.delete(delivery));
      inFlight.add(delivery);
      if (inFlight.size >= concurrency) await Promise.race(inFlight);
    }
  } catch (error) {
    stop.abort(error);
  }
  await Promise.all(inFlight);
  stopped.throwIfAborted();
}
