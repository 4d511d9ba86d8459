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

interface Changes extends Partial<LoggedDelivery<Row>> {
  readonly dryRun?: boolean;
  readonly limit?: number;
}

/** A delivery whose log and counts can be looked at. */
function createDelivery({ dryRun = false, limit, ...parts }: Changes = {}) {
  const seen = {
    sent: [] as number[],
    printed: [] as string[],
    shown: [] as [string, object][],
    logged: [] as unknown[][],
    counts: { read: 0, written: 0, inserted: 0, updated: 0, skipped: 0, failed: 0 },
    expected: 0,
  };
  const tx: LogTransaction = {
    execute: async (sql, values = []) => {
      if (sql.startsWith('INSERT INTO mobilize.newsletter_log')) seen.logged.push([...values]);
      return { rowCount: 1 };
    },
  };
  const delivery: LoggedDelivery<Row> = {
    warehouse: { execute: async () => ({ rows: [] }), transaction: (work) => work(tx) },
    run: {
      runId: 'run-1',
      signal: new AbortController().signal,
      dryRun,
      limit,
      counts: {
        add: (counts) => {
          for (const [name, count] of Object.entries(counts))
            seen.counts[name as keyof typeof seen.counts] += count;
        },
      },
      checkpoint: async () => undefined,
      print: (line) => seen.printed.push(line),
      show: (lines, data) => seen.shown.push([lines, data]),
    },
    step: {
      expect: (rows) => {
        seen.expected = rows;
      },
      advance: () => undefined,
    },
    system: 'the newsletter',
    log: 'mobilize.newsletter_log',
    idOf: ({ id }) => String(id),
    ownColumns: ({ id }) => ({ id }),
    send: async ({ id }) => {
      seen.sent.push(id);
      return { httpStatus: 204 };
    },
    concurrency: 1,
    retryFailed: false,
    maxFailedShare: 1,
    ...parts,
  };
  return { seen, run: (...rows: Row[]) => deliverWithLog(Table.fromRows(rows), delivery) };
}

const EVERY_STANDING = [
  newRow(1),
  triedRow(2, 'synced'),
  triedRow(3, 'synced', 'another hash'),
  triedRow(4, 'retry'),
  triedRow(5, 'failed'),
  triedRow(6, 'skipped'),
];

describe('a delivery with a log', () => {
  it('sends who is due by the log, and leaves the others alone', async () => {
    const { seen, run } = createDelivery();

    await run(...EVERY_STANDING);

    expect(seen.sent).toEqual([1, 3, 4]);
    expect(seen.counts).toMatchObject({ read: 6, written: 3, skipped: 3, failed: 0 });
    expect(seen.expected).toBe(3);
  });

  it('sends what was refused too when it is told to', async () => {
    const { seen, run } = createDelivery({ retryFailed: true });

    await run(...EVERY_STANDING);

    expect(seen.sent).toEqual([1, 3, 4, 5]);
  });

  it('leaves everybody alone but those who were named', async () => {
    const { seen, run } = createDelivery({ only: ['2', '3'] });

    await run(...EVERY_STANDING);

    expect(seen.sent).toEqual([3]);
    expect(seen.counts).toMatchObject({ read: 2, written: 1, skipped: 1 });
  });

  it('sends as many as the limit says, whatever the number of those who are left alone or cannot be sent', async () => {
    const { seen, run } = createDelivery({
      limit: 2,
      whyNot: ({ id }) => (id === 1 ? 'no address' : undefined),
    });

    await run(...EVERY_STANDING.toReversed(), newRow(7), newRow(8));

    expect(seen.sent).toEqual([4, 3]);
    expect(seen.counts.written).toBe(2);
  });

  it('logs each attempt with its number', async () => {
    const { seen, run } = createDelivery();

    await run(triedRow(4, 'retry'));

    expect(seen.logged).toEqual([[4, true, null, expect.any(Date), 'run-1', 'hash 4', 3, 204, 'synced']]);
  });

  it('logs a refusal, what may pass, and what cannot be sent as what they are, and goes on', async () => {
    const errors = [new PermanentError('no', { facts: { httpStatus: 422 } }), new TransientError('later')];
    const { seen, run } = createDelivery({
      send: async ({ id }) => {
        const error = errors[id - 1];
        if (error !== undefined) throw error;
        return { httpStatus: 200 };
      },
      whyNot: ({ id }) => (id === 4 ? 'no address' : undefined),
    });

    await run(newRow(1), newRow(2), newRow(3), newRow(4));

    expect(seen.counts).toMatchObject({ read: 4, written: 1, skipped: 1, failed: 2 });
    expect(seen.logged.map((values) => [values[0], values[2], values[7], values[8]])).toEqual([
      [1, 'no', 422, 'failed'],
      [2, 'later', null, 'retry'],
      [3, null, 200, 'synced'],
      [4, 'no address', null, 'skipped'],
    ]);
  });

  it('ends at a wrong key, which says nothing of the row', async () => {
    const { seen, run } = createDelivery({
      send: () => Promise.reject(new ConfigError('the key is wrong')),
    });

    await expect(run(newRow(1), newRow(2))).rejects.toThrow('the key is wrong');
    expect(seen.logged).toEqual([]);
  });

  it('prepares once, with the rows to be sent, and not where there are none', async () => {
    const prepared: number[][] = [];
    const prepare = async (rows: Table<Row>) =>
      void prepared.push((await rows.toArray()).map(({ id }) => id));

    await createDelivery({ prepare }).run(...EVERY_STANDING);
    await createDelivery({ prepare }).run(triedRow(2, 'synced'));

    expect(prepared).toEqual([[1, 3, 4]]);
  });
});

describe('a dry run', () => {
  it('sends and logs nothing, and says whom it would send', async () => {
    const { seen, run } = createDelivery({ dryRun: true });

    await run(newRow(1), triedRow(2, 'synced'), triedRow(4, 'retry'));

    expect(seen.printed).toEqual(['would send 1', 'would send 4 again']);
    expect([seen.sent, seen.logged]).toEqual([[], []]);
    expect(seen.counts).toMatchObject({ read: 3, written: 2, skipped: 1, failed: 0 });
  });

  it('shows row by row what would change there, and counts it', async () => {
    const fields = [
      { field: 'name', there: 'Lou', sent: 'Louise' },
      { field: 'hub', there: null, sent: 'North' },
    ];
    const { seen, run } = createDelivery({
      dryRun: true,
      diff: true,
      difference: async ({ id }) => ({ isNew: id === 1, fields: id === 3 ? [] : fields }),
    });

    await run(newRow(1), newRow(2), newRow(3));

    expect(seen.shown).toEqual([
      [
        '1: new\n  ~ name: Lou → Louise\n  + hub: North',
        { system: 'the newsletter', id: '1', isNew: true, fields },
      ],
      [
        '2: changed\n  ~ name: Lou → Louise\n  + hub: North',
        { system: 'the newsletter', id: '2', isNew: false, fields },
      ],
      ['3: the same', { system: 'the newsletter', id: '3', isNew: false, fields: [] }],
    ]);
    expect(seen.counts).toMatchObject({ read: 3, written: 3, inserted: 1, updated: 1 });
    expect(seen.sent).toEqual([]);
  });

  it('is the only run that shows differences', async () => {
    const { seen, run } = createDelivery({ diff: true });

    await expect(run(newRow(1))).rejects.toThrow('--dry-run');
    expect(seen.sent).toEqual([]);
  });
});
