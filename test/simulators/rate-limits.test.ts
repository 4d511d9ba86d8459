import { createClock } from '@movement-etl/simulators';
import { expect, test } from 'vitest';
import { createRateLimits } from '../../simulators/rate-limits.ts';
import { call, control, start } from './support.ts';

const frozen = () => createClock({ startMs: Date.UTC(2026, 0, 1), frozen: true });

test('a token bucket lets a burst through, then one call each time a token has come', () => {
  const clock = frozen();
  const limiter = createRateLimits({ clock, enabled: true }).create({ name: 'x', calls: 4, perMs: 1_000 });
  const take = () => limiter.take('key');

  expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 0]);
  expect(take()).toBe(250);
  clock.advance(250);
  expect([take(), take() > 0]).toEqual([0, true]);
  expect(limiter.take('another key')).toBe(0);
});

test('a caller at exactly the limit is never refused for jitter by a token bucket', () => {
  const clock = frozen();
  const limiter = createRateLimits({ clock, enabled: true }).create({ name: 'x', calls: 4, perMs: 1_000 });

  const waits = Array.from({ length: 100 }, (_, index) => {
    clock.advance(index % 2 === 0 ? 200 : 300);
    return limiter.take('key');
  });

  expect(waits.every((waitMs) => waitMs === 0)).toBe(true);
});

test('a sliding window never lets more through in any window', () => {
  const clock = frozen();
  const limits = createRateLimits({ clock, enabled: true });
  const limiter = limits.create({ name: 'x', calls: 2, perMs: 1_000, kind: 'sliding-window' });
  const take = () => limiter.take('key');

  expect(take()).toBe(0);
  clock.advance(900);
  expect([take(), take()]).toEqual([0, 100]);
  clock.advance(100);
  expect([take(), take()]).toEqual([0, 900]);
});

test('Mobilize lets 15 reads and 5 writes a second through for each address', async () => {
  const simulators = await start({ rateLimits: true, clock: frozen() });
  const count = async (times: number, method: string) => {
    const statuses: number[] = [];
    for (let number = 0; number < times; number++) {
      statuses.push((await call(`${simulators.url}/v1/organizations`, { method })).status);
    }
    return statuses.filter((status) => status === 429).length;
  };

  expect(await count(17, 'GET')).toBe(2);
  expect(await count(8, 'POST')).toBe(3);
});

test('Action Network lets four calls a second through and does not say how long to wait', async () => {
  const clock = frozen();
  const simulators = await start({ rateLimits: true, clock });
  const ask = () => call(`${simulators.url}/api/v2/`);
  for (let number = 0; number < 4; number++) await ask();

  const refused = await ask();
  clock.advance(250);
  const allowed = await ask();

  expect([refused.status, refused.body]).toEqual([429, { error: 'Too many requests' }]);
  expect(refused.headers.has('retry-after')).toBe(false);
  expect(allowed.status).toBe(200);
});

test.each([
  ['none', null],
  ['seconds', '1'],
  ['date', 'Thu, 01 Jan 2026 00:00:01 GMT'],
])('a refusal words the wait in the mode %s', async (retryAfter, expected) => {
  const simulators = await start({ rateLimits: true, clock: frozen() });
  await control(simulators, 'rate-limits', { name: 'mobilize reads', calls: 1, retryAfter });
  await call(`${simulators.url}/v1/organizations`);

  const { headers } = await call(`${simulators.url}/v1/organizations`);

  expect(headers.get('retry-after')).toBe(expected);
});

test('each limit can be switched off while the server runs', async () => {
  const simulators = await start({ rateLimits: true, clock: frozen() });
  await control(simulators, 'rate-limits', { name: 'actionNetwork', enabled: false });

  for (let number = 0; number < 9; number++) {
    expect((await call(`${simulators.url}/api/v2/`)).status).toBe(200);
  }
  await expect(control(simulators, 'rate-limits', { name: 'unknown' })).rejects.toThrow(
    'no rate limit named unknown',
  );
});
