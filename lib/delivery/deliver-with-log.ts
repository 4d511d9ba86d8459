import { ConfigError } from '../errors/index.ts';
import { Table } from '../table/index.ts';
import { deliverRows } from './deliver-rows.ts';
import {
  type Answer,
  type Attempted,
  DeliveryLog,
  type DeliveryLogOptions,
  type LogTransaction,
} from './delivery-log.ts';
import { describeDifference, type RowDifference } from './row-difference.ts';
import { standingOf } from './standing.ts';

/** A row to send, with what the log says of its last attempt: null in all three where there was none. */
export interface LoggedRow {
  /** Changes when anything changes that is sent. */
  readonly payload_hash: string;
  readonly last_outcome: string | null;
  readonly last_payload_hash: string | null;
  readonly last_attempt: number | null;
}

/** The part of a run (`JobRun`) that is needed here. */
export interface DeliveryRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  readonly limit: number | undefined;
  readonly counts: { add(counts: Partial<Record<CountName, number>>): void };
  checkpoint(tx: LogTransaction): Promise<void>;
  print(line: string): void;
  show(lines: string, data: object): void;
}
type CountName = 'read' | 'written' | 'inserted' | 'updated' | 'skipped' | 'failed';

/** What the person who starts a run can choose; see `deliverySettings` of lib/settings. */
export interface DeliveryChoices {
  /** Also send what was refused for good and has not changed since. */
  readonly retryFailed: boolean;
  /** Only rows with these ids; undefined: all. */
  readonly only?: readonly string[] | undefined;
  readonly maxFailedShare: number;
  /** A dry run shows what sending would change, with the data. Needs `difference`. */
  readonly diff?: boolean;
}

export interface LoggedDelivery<Row extends LoggedRow>
  extends DeliveryChoices,
    Pick<DeliveryLogOptions, 'warehouse' | 'system' | 'log'> {
  readonly run: DeliveryRun;
  readonly step: { expect(totalRows: number): void; advance(rows: number): void };
  /** The row's id as people give it to `--only`. */
  readonly idOf: (row: Row) => string;
  /** Tells the row from all others with the same log. Default: its id. */
  readonly keyOf?: (row: Row) => string;
  /** The values of the log's own columns, which say whose attempt it was. */
  readonly ownColumns: (row: Row) => Readonly<Record<string, unknown>>;
  /** Why the row cannot be sent, without personal data; undefined: it can. */
  readonly whyNot?: (row: Row) => string | undefined;
  /** Called once with the rows to be sent, before the first of them is. Not in a dry run, nor where there are none. */
  readonly prepare?: (rows: Table<Row>) => Promise<void>;
  /** Sends one row; throws what the connector throws. */
  readonly send: (row: Row) => Promise<Answer>;
  /** As `Call.findEffect`. */
  readonly findEffect?: (row: Row) => Promise<Answer | undefined>;
  /** What sending the row would change there. Reads only. */
  readonly difference?: (row: Row) => Promise<RowDifference>;
  /** Rows in flight at a time. */
  readonly concurrency: number;
}

/**
 * Sends the rows that are due by the log, each once, and counts them; see `DeliveryLog` for what is recorded and when. At most as
 * many as `--limit` says are sent, whatever the number of those that are left alone. A dry run prints what it would send.
 *
 * Reads all rows first and puts those that are due aside (10,000 in memory, more in a temporary file), because sending may
 * take hours and no query stays open for so long.
 *
 * @throws as `DeliveryLog.call`; ConfigError for a difference that is asked of a run that is no dry run.
 */
export async function deliverWithLog<Row extends LoggedRow>(
  rows: Table<Row>,
  delivery: LoggedDelivery<Row>,
): Promise<void> {
  const { run, step, concurrency, prepare, diff } = delivery;
  if (diff && !run.dryRun) throw new ConfigError('--diff shows what a dry run would change: add --dry-run');

  await using due = await Table.fromBatches(() => dueRows(rows, delivery)).materialize();
  const dueCount = await due.numRows();
  step.expect(dueCount);
  if (dueCount === 0) return;

  const deliverAll = (deliver: (row: Row) => Promise<void>, concurrency: number) =>
    deliverRows(due, {
      concurrency,
      signal: run.signal,
      deliver: async (row) => {
        await deliver(row);
        step.advance(1);
      },
    });
  // What a dry run says is read from top to bottom.
  if (run.dryRun) return await deliverAll((row) => foresee(row, delivery), 1);
  const log = await DeliveryLog.open(delivery);
  await prepare?.(due);
  await deliverAll((row) => sendRow(row, log, delivery), concurrency);
}

/** Counts the others as skipped, except those that nobody asked for. */
async function* dueRows<Row extends LoggedRow>(
  rows: Table<Row>,
  { run, only, idOf, retryFailed, whyNot }: LoggedDelivery<Row>,
): AsyncGenerator<Row[]> {
  const wanted = only && new Set(only);
  let sendableCount = 0;
  for await (const batch of rows.batches()) {
    run.signal.throwIfAborted();
    const due: Row[] = [];
    for (const row of batch) {
      if (wanted !== undefined && !wanted.has(idOf(row))) continue;
      const last = { outcome: row.last_outcome, payloadHash: row.last_payload_hash };
      if (standingOf(last, { payloadHash: row.payload_hash, retryFailed }) !== 'due') {
        run.counts.add({ read: 1, skipped: 1 });
      } else if (sendableCount !== run.limit) {
        due.push(row);
        if (whyNot?.(row) === undefined) sendableCount += 1;
      }
    }
    yield due;
    if (sendableCount === run.limit) return;
  }
}

async function sendRow<Row extends LoggedRow>(
  row: Row,
  log: DeliveryLog,
  delivery: LoggedDelivery<Row>,
): Promise<void> {
  const { run, whyNot, send, findEffect } = delivery;
  const attempted = attemptedOf(row, delivery);
  const reason = whyNot?.(row);
  if (reason !== undefined) {
    await log.skip(attempted, reason);
    return run.counts.add({ read: 1, skipped: 1 });
  }
  const { outcome } = await log.call(attempted, {
    send: () => send(row),
    findEffect: findEffect && (() => findEffect(row)),
  });
  run.counts.add({ read: 1, ...(outcome === 'synced' ? { written: 1 } : { failed: 1 }) });
}

function attemptedOf<Row extends LoggedRow>(
  row: Row,
  { idOf, keyOf = idOf, ownColumns }: LoggedDelivery<Row>,
): Attempted {
  const attempt = (row.last_attempt ?? 0) + 1;
  return { key: keyOf(row), ownColumns: ownColumns(row), payloadHash: row.payload_hash, attempt };
}

async function foresee<Row extends LoggedRow>(
  row: Row,
  { run, system, idOf, whyNot, diff, difference }: LoggedDelivery<Row>,
): Promise<void> {
  const id = idOf(row);
  const reason = whyNot?.(row);
  if (reason !== undefined) {
    run.counts.add({ read: 1, skipped: 1 });
    run.print(`would skip ${id}: ${reason}`);
  } else if (diff && difference !== undefined) {
    const found = await difference(row);
    run.counts.add({ read: 1, written: 1, ...(found.isNew ? { inserted: 1 } : {}) });
    if (!found.isNew && found.fields.length > 0) run.counts.add({ updated: 1 });
    run.show(describeDifference(id, found), { system, id, ...found });
  } else {
    run.counts.add({ read: 1, written: 1 });
    run.print(`would send ${id}${row.last_outcome === null ? '' : ' again'}`);
  }
}
