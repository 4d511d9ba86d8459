import { setTimeout as sleep } from 'node:timers/promises';
import { deliverRows } from '@movement-etl/lib/delivery';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

const rows = (count: number) =>
  Table.fromRows(Array.from({ length: count }, (_, index) => ({ id: index + 1 })));
const never = new AbortController().signal;

describe('a delivery', () => {
  it('sends every row once and stores every outcome once, never two groups at a time', async () => {
    const stored: number[] = [];
    let storing = 0;
    let mostStoring = 0;

    await deliverRows(rows(50), {
      concurrency: 4,
      signal: never,
      send: async ({ id }) => id,
      store: async (outcomes) => {
        mostStoring = Math.max(mostStoring, ++storing);
        await sleep(1);
        stored.push(...outcomes);
        storing -= 1;
      },
    });

    expect(stored.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(mostStoring).toBe(1);
  });

  it('has no more rows in flight than it may, and reads no further ahead', async () => {
    let inFlight = 0;
    let most = 0;
    let read = 0;
    const counted = rows(30).mapRows((row) => {
      read += 1;
      return row;
    });

    await deliverRows(counted, {
      concurrency: 3,
      signal: never,
      send: async ({ id }) => {
        most = Math.max(most, ++inFlight);
        await sleep(1);
        inFlight -= 1;
        return id;
      },
      store: async () => {},
    });

    expect(most).toBe(3);
    expect(read).toBe(30);
  });

  it('stores what is known as soon as it is known, while others are still in flight', async () => {
    const slow = Promise.withResolvers<void>();
    const first = Promise.withResolvers<readonly number[]>();
    const delivery = deliverRows(rows(2), {
      concurrency: 2,
      signal: never,
      send: async ({ id }) => {
        if (id === 2) await slow.promise;
        return id;
      },
      store: async (outcomes) => first.resolve(outcomes),
    });

    expect(await first.promise).toEqual([1]);
    slow.resolve();
    await delivery;
  });

  it('of no rows stores nothing', async () => {
    let stores = 0;

    await deliverRows(rows(0), {
      concurrency: 2,
      signal: never,
      send: async () => 0,
      store: async () => {
        stores += 1;
      },
    });

    expect(stores).toBe(0);
  });
});

describe('a delivery that ends early', () => {
  it('stores what is in flight when sending throws, sends nobody else, and throws that error', async () => {
    const failure = new Error('the key is wrong');
    const sent: number[] = [];
    const stored: number[] = [];

    const delivery = deliverRows(rows(20), {
      concurrency: 2,
      signal: never,
      send: async ({ id }) => {
        sent.push(id);
        if (id === 3) throw failure;
        await sleep(5);
        return id;
      },
      store: async (outcomes) => {
        stored.push(...outcomes);
      },
    });

    await expect(delivery).rejects.toBe(failure);
    expect(sent.length).toBeLessThan(6);
    expect(stored.toSorted()).toEqual(sent.filter((id) => id !== 3).toSorted());
  });

  it('throws what storing throws, and sends nobody else', async () => {
    const failure = new Error('the database is gone');
    let sent = 0;

    const delivery = deliverRows(rows(20), {
      concurrency: 2,
      signal: never,
      send: async () => {
        sent += 1;
        return sent;
      },
      store: async () => {
        throw failure;
      },
    });

    await expect(delivery).rejects.toBe(failure);
    expect(sent).toBeLessThan(6);
  });

  it('throws what reading throws, after what is in flight was stored', async () => {
    const failure = new Error('the query failed');
    const stored: number[] = [];
    const broken = Table.fromBatches<{ id: number }>(async function* () {
      yield [{ id: 1 }];
      throw failure;
    });

    const delivery = deliverRows(broken, {
      concurrency: 2,
      signal: never,
      send: async ({ id }) => {
        await sleep(5);
        return id;
      },
      store: async (outcomes) => {
        stored.push(...outcomes);
      },
    });

    await expect(delivery).rejects.toBe(failure);
    expect(stored).toEqual([1]);
  });

  it('stores what is in flight when it is told to stop, and throws the reason', async () => {
    const stop = new AbortController();
    const reason = new Error('SIGTERM');
    const sent: number[] = [];
    const stored: number[] = [];

    const delivery = deliverRows(rows(20), {
      concurrency: 3,
      signal: stop.signal,
      send: async ({ id }) => {
        sent.push(id);
        await sleep(5);
        if (id === 3) stop.abort(reason);
        return id;
      },
      store: async (outcomes) => {
        stored.push(...outcomes);
      },
    });

    await expect(delivery).rejects.toBe(reason);
    expect(sent.length).toBeLessThan(10);
    expect(stored.toSorted()).toEqual(sent.toSorted());
  });
});
