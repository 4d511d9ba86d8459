import type { Table } from '../table/index.ts';
import { OutcomeWriter } from './outcome-writer.ts';

export interface DeliveryOptions<Row extends object, Outcome> {
  /**
   * Sends one row and tells what became of it. What the other side says of this one row is an outcome, also a refusal;
   * what it throws ends the delivery (a wrong key must not make ten thousand failures).
   */
  readonly send: (row: Row) => Promise<Outcome>;
  /** Stores outcomes durably. Called with all those that wait, one call at a time, in the order of the answers. */
  readonly store: (outcomes: readonly Outcome[]) => Promise<void>;
  /** How many rows may be in flight at a time. */
  readonly concurrency: number;
  /** Aborted: no further row is sent; what is in flight is awaited and stored; then its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Sends every row of a table to an API and stores each outcome as soon as it is known, so that a killed run loses the
 * outcomes of at most the rows in flight. Streams: rows are read as they are sent.
 *
 * @throws whatever reading, `send` or `store` throws, after the outcomes of all rows in flight are stored.
 */
export async function deliverRows<Row extends object, Outcome>(
  rows: Table<Row>,
  { send, store, concurrency, signal }: DeliveryOptions<Row, Outcome>,
): Promise<void> {
  const writer = new OutcomeWriter(store);
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const inFlight = new Set<Promise<void>>();

  const deliver = async (row: Row) => {
    try {
      if (!stopped.aborted) await writer.write(await send(row));
    } catch (error) {
      stop.abort(error);
    }
  };

  try {
    for await (const row of rows) {
      if (stopped.aborted) break;
      const delivery = deliver(row).finally(() => inFlight.delete(delivery));
      inFlight.add(delivery);
      if (inFlight.size >= concurrency) await Promise.race(inFlight);
    }
  } catch (error) {
    stop.abort(error);
  }
  await Promise.all(inFlight);
  await writer.finish();
  stopped.throwIfAborted();
}
