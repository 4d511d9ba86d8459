import { setTimeout as sleep } from 'node:timers/promises';
import { deliverRows } from '@movement-etl/lib/delivery';
import { Table } from '@movement-etl/lib/table';
import { describe, expect, it } from 'vitest';

const rows = (count: number) =>
  Table.fromRows(Array.from({ length: count }, (_, index) => ({ id: index + 1 })));
const never = new AbortController().signal;

describe('a delivery', () => {
  it('delivers every row once', async () => {
    const delivered: number[] = [];

    await deliverRows(rows(50), {
      concurrency: 4,
      signal: never,
      deliver: async ({ id }) => void delivered.push(id),
    });

    expect(delivered.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('has no more rows in flight than it may', async () => {
    let inFlight = 0;
    let most = 0;

    await deliverRows(rows(30), {
      concurrency: 3,
      signal: never,
      deliver: async () => {
        most = Math.max(most, ++inFlight);
        await sleep(1);
        inFlight -= 1;
      },
    });

    expect(most).toBe(3);
  });

  it('ends well, with what is in flight done, as soon as it is enough', async () => {
    let done = 0;

    await deliverRows(rows(20), {
      concurrency: 2,
      signal: never,
      isEnough: () => done >= 4,
      deliver: async () => {
        await sleep(1);
        done += 1;
      },
    });

    expect(done).toBeGreaterThanOrEqual(4);
    expect(done).toBeLessThan(7);
  });
});

describe('a delivery that ends early', () => {
  it('finishes what is in flight when a row throws, delivers nobody else, and throws that error', async () => {
    const failure = new Error('the key is wrong');
    const begun: number[] = [];
    const done: number[] = [];

    const delivery = deliverRows(rows(20), {
      concurrency: 2,
      signal: never,
      deliver: async ({ id }) => {
        begun.push(id);
        if (id === 3) throw failure;
        await sleep(5);
        done.push(id);
      },
    });

    await expect(delivery).rejects.toBe(failure);
    expect(begun.length).toBeLessThan(6);
    expect(done.toSorted()).toEqual(begun.filter((id) => id !== 3).toSorted());
  });

  it('throws what reading throws, after what is in flight is done', async () => {
    const failure = new Error('the query failed');
    const done: number[] = [];
    const broken = Table.fromBatches<{ id: number }>(async function* () {
      yield [{ id: 1 }];
      throw failure;
    });

    const delivery = deliverRows(broken, {
      concurrency: 2,
      signal: never,
      deliver: async ({ id }) => {
        await sleep(5);
        done.push(id);
      },
    });

    await expect(delivery).rejects.toBe(failure);
    expect(done).toEqual([1]);
  });

  it('finishes what is in flight when it is told to stop, and throws the reason', async () => {
    const stop = new AbortController();
    const reason = new Error('SIGTERM');
    const begun: number[] = [];
    const done: number[] = [];

    const delivery = deliverRows(rows(20), {
      concurrency: 3,
      signal: stop.signal,
      deliver: async ({ id }) => {
        begun.push(id);
        await sleep(5);
        if (id === 3) stop.abort(reason);
        done.push(id);
      },
    });

    await expect(delivery).rejects.toBe(reason);
    expect(begun.length).toBeLessThan(10);
    expect(done.toSorted()).toEqual(begun.toSorted());
  });
});
