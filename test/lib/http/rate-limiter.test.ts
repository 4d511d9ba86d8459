import { expect, test } from 'vitest';
import { Pause } from '../../../lib/http/pause.ts';
import { RateLimiter } from '../../../lib/http/rate-limiter.ts';

const after = (delayMs: number) => new Promise((resolve) => setTimeout(resolve, delayMs));

test('spaces calls evenly', async () => {
  const limiter = new RateLimiter({ callsPerSecond: 50, marginMs: 0 }, new Pause());
  const times: number[] = [];

  for (let call = 0; call < 6; call++) {
    (await limiter.acquire()).sent();
    times.push(performance.now());
  }

  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(95);
});

test('counts the second from when a call was sent, not from when it was allowed', async () => {
  const limiter = new RateLimiter({ callsPerSecond: 2, marginMs: 0 }, new Pause());
  const [slow, quick] = [await limiter.acquire(), await limiter.acquire()];
  quick.sent();
  const third = limiter.acquire();
  await after(300);

  slow.sent();
  const sentAtMs = performance.now();
  await third;

  expect(performance.now() - sentAtMs).toBeGreaterThan(990);
});

test('holds a limit that is no whole number over the time of its whole calls', async () => {
  const limiter = new RateLimiter({ callsPerSecond: 2.5, marginMs: 0 }, new Pause());
  const slow = await limiter.acquire();
  (await limiter.acquire()).sent();
  const third = limiter.acquire();

  slow.sent();
  const sentAtMs = performance.now();
  await third;

  expect(performance.now() - sentAtMs).toBeGreaterThan(795);
});

test('waits for a pause, also one that is extended meanwhile', async () => {
  const pause = new Pause();
  const limiter = new RateLimiter({ callsPerSecond: 100 }, pause);
  pause.extend(50);
  const startedAtMs = performance.now();
  const slot = limiter.acquire();

  pause.extend(150);
  pause.extend(1);
  await slot;

  expect(performance.now() - startedAtMs).toBeGreaterThan(145);
});

test('lets a caller leave the queue at once and serves those behind it', async () => {
  const limiter = new RateLimiter({ callsPerSecond: 10, marginMs: 0 }, new Pause());
  (await limiter.acquire()).sent();
  const stop = new AbortController();
  const leaving = [limiter.acquire(stop.signal), limiter.acquire(stop.signal)];
  const staying = limiter.acquire();
  const startedAtMs = performance.now();

  stop.abort(new Error('stopped'));

  for (const slot of leaving) await expect(slot).rejects.toThrow('stopped');
  expect(performance.now() - startedAtMs).toBeLessThan(50);
  await staying;
});
