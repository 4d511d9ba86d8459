import type { Table } from '../table/index.ts';
import { deliverRows } from './deliver-rows.ts';
import { FailureGuard } from './failure-guard.ts';
import { resultOfError } from './outcome.ts';
import { standingOf } from './standing.ts';
import { type Attempt, storeOutcomes } from './store-outcomes.ts';

/** A row to send, with what the log says of its last attempt: null in all three where there was none. */
export interface LoggedRow {
  /** Changes when anything changes that is sent. */
  readonly payload_hash: string;
  readonly last_outcome: string | null;
  readonly last_payload_hash: string | null;
  readonly last_attempt: number | null;
}

/** The part of an open transaction that is needed here. */
export interface LogTransaction {
  execute(sql: string, values?: readonly unknown[]): Promise<{ readonly rowCount: number }>;
}

/** The part of a run (`JobRun`) that is needed here. */
export interface DeliveryRun {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly dryRun: boolean;
  readonly counts: {
    add(counts: Partial<Record<'read' | 'written' | 'skipped' | 'failed', number>>): void;
  };
  checkpoint(tx: LogTransaction): Promise<void>;
  print(line: string): void;
}

/** The part of a warehouse that is needed here. */
export interface LogKeeper {
  transaction<T>(
    work: (tx: LogTransaction) => Promise<T>,
    options: { readonly isRepeatable: true },
  ): Promise<T>;
}

export interface LoggedDelivery<Row extends LoggedRow> {
  readonly warehouse: LogKeeper;
  readonly run: DeliveryRun;
  readonly step: { advance(rows: number): void };
  /** The other side, as people know it: `the newsletter`. */
  readonly system: string;
  /** The table of attempts as it stands in SQL; see `storeOutcomes` for its columns. */
  readonly log: string;
  /** The values of the log's own columns, which say whose attempt it was. */
  readonly ownColumns: (row: Row) => Readonly<Record<string, unknown>>;
  /** The row in words without personal data, for dry runs: `person 1001`. */
  readonly nameOf: (row: Row) => string;
  /** Sends one row and answers the HTTP status; throws what the connector throws. Sending twice must be the same as once. */
  readonly send: (row: Row) => Promise<number>;
  /** Rows in flight at a time. */
  readonly concurrency: number;
  /** Also send what was refused for good and has not changed since. */
  readonly retryFailed: boolean;
}

interface RowAttempt<Row> extends Attempt {
  readonly row: Row;
}

/**
 * Sends the rows that are due by the log, each once, counts them, and stores every outcome in the log while it runs: a run that is
 * killed loses the outcomes of the rows in flight at most. A dry run prints what it would send. Streams.
 *
 * @throws TransientError after twenty failures in a row; what `resultOfError` passes on; whatever reading or storing throws.
 */
export async function deliverWithLog<Row extends LoggedRow>(
  rows: Table<Row>,
  delivery: LoggedDelivery<Row>,
): Promise<void> {
  const { warehouse, run, step, system, log, ownColumns, concurrency } = delivery;
  const guard = new FailureGuard(system);

  await deliverRows<Row, RowAttempt<Row> | undefined>(rows, {
    concurrency,
    signal: run.signal,
    send: async (row) => {
      const attempt = await deliverRow(row, delivery);
      step.advance(1);
      return attempt;
    },
    store: async (outcomes) => {
      const attempts = outcomes.filter((outcome) => outcome !== undefined);
      if (attempts.length === 0) return;
      await warehouse.transaction(
        async (tx) => {
          await storeOutcomes(tx, log, attempts, {
            runId: run.runId,
            ownColumns: ({ row }) => ownColumns(row),
          });
          await run.checkpoint(tx);
        },
        { isRepeatable: true },
      );
      for (const attempt of attempts) guard.see(attempt);
    },
  });
}

/** Undefined: there is nothing to log. */
async function deliverRow<Row extends LoggedRow>(
  row: Row,
  { run, nameOf, send, retryFailed }: LoggedDelivery<Row>,
): Promise<RowAttempt<Row> | undefined> {
  const payloadHash = row.payload_hash;
  const last = { outcome: row.last_outcome, payloadHash: row.last_payload_hash };
  if (standingOf(last, { payloadHash, retryFailed }) !== 'due') {
    run.counts.add({ read: 1, skipped: 1 });
    return undefined;
  }
  if (run.dryRun) {
    run.counts.add({ read: 1, written: 1 });
    run.print(`would send ${nameOf(row)}${row.last_outcome === null ? '' : ' again'}`);
    return undefined;
  }
  const result = await send(row).then(
    (httpStatus) => ({ outcome: 'synced' as const, errors: null, httpStatus }),
    resultOfError,
  );
  run.counts.add({ read: 1, ...(result.outcome === 'synced' ? { written: 1 } : { failed: 1 }) });
  return { ...result, row, payloadHash, attempt: (row.last_attempt ?? 0) + 1, date: new Date() };
}
