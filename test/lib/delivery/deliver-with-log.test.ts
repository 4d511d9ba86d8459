import {
  deliverWithLog,
  type LoggedDelivery,
  type LoggedRow,
  type LogTransaction,
} from '@movement-etl/lib/delivery';
import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

interface Row extends LoggedRow {
  readonly id: number;
}

const newRow = (id: number): Row => ({
  id,
  payload_hash: `hash ${id}`,
  last_outcome: null,
  last_payload_hash: null,
  last_attempt: null,
});
const triedRow = (id: number, outcome: string, hash = `hash ${id}`): Row => ({
  ...newRow(id),
  last_outcome: outcome,
  last_payload_hash: hash,
  last_attempt: 2,
});

/** A delivery whose log and counts can be looked at. */
function createDelivery(changes: Partial<LoggedDelivery<Row>> & { readonly dryRun?: boolean } = {}) {
  const { dryRun = false, ...parts } = changes;
  const seen = {
    sent: [] as number[],
    printed: [] as string[],
    stored: [] as unknown[][],
    counts: { read: 0, written: 0, skipped: 0, failed: 0 },
    checkpoints: 0,
  };
  const tx: LogTransaction = {
    execute: async (_sql, values = []) => {
      seen.stored.push([...values]);
      return { rowCount: 1 };
    },
  };
  const delivery: LoggedDelivery<Row> = {
    warehouse: { transaction: (work) => work(tx) },
    run: {
      runId: 'run-1',
      signal: new AbortController().signal,
      dryRun,
      counts: {
        add: (counts) => {
          for (const [name, count] of Object.entries(counts))
            seen.counts[name as keyof typeof seen.counts] += count;
        },
      },
      checkpoint: async () => {
        seen.checkpoints += 1;
      },
      print: (line) => seen.printed.push(line),
    },
    step: { advance: () => undefined },
    system: 'the newsletter',
    log: 'mobilize.newsletter_log',
    ownColumns: ({ id }) => ({ id }),
    nameOf: ({ id }) => `person ${id}`,
    send: async ({ id }) => {
      seen.sent.push(id);
      return 204;
    },
    concurrency: 1,
    retryFailed: false,
    ...parts,
  };
  return { seen, run: (...rows: Row[]) => deliverWithLog(Table.fromRows(rows), delivery) };
}

describe('a delivery with a log', () => {
  it('sends who is due by the log, and leaves the others alone', async () => {
    const { seen, run } = createDelivery();

    await run(
      newRow(1),
      triedRow(2, 'synced'),
      triedRow(3, 'synced', 'another hash'),
      triedRow(4, 'retry'),
      triedRow(5, 'failed'),
      triedRow(6, 'skipped'),
    );

    expect(seen.sent).toEqual([1, 3, 4]);
    expect(seen.counts).toEqual({ read: 6, written: 3, skipped: 3, failed: 0 });
  });

  it('logs each attempt with its number, in a transaction that proves the lease', async () => {
    const { seen, run } = createDelivery();

    await run(triedRow(4, 'retry'));

    expect(seen.stored).toEqual([[4, true, null, expect.any(Date), 'run-1', 'hash 4', 3, 204, 'synced']]);
    expect(seen.checkpoints).toBe(1);
  });

  it('logs a refusal, and what may pass, as what they are, and goes on', async () => {
    const errors = [new PermanentError('no', { facts: { httpStatus: 422 } }), new TransientError('later')];
    const { seen, run } = createDelivery({
      send: async ({ id }) => {
        const error = errors[id - 1];
        if (error !== undefined) throw error;
        return 200;
      },
    });

    await run(newRow(1), newRow(2), newRow(3));

    expect(seen.counts).toEqual({ read: 3, written: 1, skipped: 0, failed: 2 });
    expect(seen.stored.map((values) => [values[0], values[2], values[7], values[8]])).toEqual([
      [1, 'no', 422, 'failed'],
      [2, 'later', null, 'retry'],
      [3, null, 200, 'synced'],
    ]);
  });

  it('ends at a wrong key, which says nothing of the row', async () => {
    const { seen, run } = createDelivery({
      send: () => Promise.reject(new ConfigError('the key is wrong')),
    });

    await expect(run(newRow(1), newRow(2))).rejects.toThrow('the key is wrong');
    expect(seen.stored).toEqual([]);
  });

  it('gives way after twenty failures in a row', async () => {
    const { run } = createDelivery({ send: () => Promise.reject(new TransientError('busy')) });
    const people = Array.from({ length: 30 }, (_, index) => newRow(index + 1));

    await expect(run(...people)).rejects.toThrow(/the newsletter seems to be unavailable/);
  });

  it('sends and logs nothing in a dry run, and says whom it would send', async () => {
    const { seen, run } = createDelivery({ dryRun: true });

    await run(newRow(1), triedRow(2, 'synced'), triedRow(4, 'retry'));

    expect(seen.printed).toEqual(['would send person 1', 'would send person 4 again']);
    expect([seen.sent, seen.stored]).toEqual([[], []]);
    expect(seen.counts).toEqual({ read: 3, written: 2, skipped: 1, failed: 0 });
  });
});
