import { expect, test } from 'vitest';
import { inOrder } from '../../../lib/http/index.ts';

const after = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));

test('gives results in the order of the tasks, whichever ends first', async () => {
  const tasks = [15, 1, 8].map((delayMs) => async () => {
    await after(delayMs);
    return delayMs;
  });

  expect(await Array.fromAsync(inOrder(tasks, () => 2))).toEqual([15, 1, 8]);
});

test('starts no more tasks than allowed ahead of the reader', async () => {
  let started = 0;
  const tasks = Array.from({ length: 50 }, (_, index) => async () => {
    started++;
    return index;
  });
  const results = inOrder(tasks, () => 3);

  await results.next();
  await results.next();

  expect(started).toBe(5);
  await results.return();
});

test('stops the tasks under way when its reader stops or one of them fails', async () => {
  const signals: AbortSignal[] = [];
  const waiting = async (signal: AbortSignal) => {
    signals.push(signal);
    await after(1000);
  };
  const failing = async () => {
    throw new Error('no page');
  };

  await expect(Array.fromAsync(inOrder([failing, waiting, waiting], () => 2))).rejects.toThrow('no page');

  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});

test('gives nothing of no tasks', async () => {
  expect(await Array.fromAsync(inOrder([], () => 2))).toEqual([]);
});
