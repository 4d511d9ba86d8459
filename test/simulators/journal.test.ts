import { expect, test } from 'vitest';
import { createJournal } from '../../simulators/journal.ts';
import { createRates } from '../../simulators/rates.ts';
import { call, control, start } from './support.ts';

test('requests are recorded with redacted credentials, without bodies, and with how they ended', async () => {
  const simulators = await start();
  await call(`${simulators.url}/v1/organizations/1251/attendances?per_page=1`, {
    headers: { authorization: 'Bearer simulated-mobilize-key' },
  });
  await call(`${simulators.url}/api/v2/people`, { headers: { 'osdi-api-token': 'canary-key' } });
  await call(simulators.env.SLACK_API_WEBHOOK ?? '', { body: { text: 'canary-text' } });

  await expect
    .poll(async () => (await control(simulators, 'requests')).requests.at(-1).outcome)
    .toBe('answered');
  const journal = await control(simulators, 'requests');

  expect(journal.requests).toMatchObject([
    {
      number: 1,
      api: 'mobilize',
      method: 'GET',
      query: 'per_page=1',
      status: 200,
      headers: { authorization: '[redacted]' },
    },
    { number: 2, api: 'actionNetwork', path: '/api/v2/people', status: 403 },
    { number: 3, api: 'slack', path: '/services/[redacted]', status: 200 },
  ]);
  expect(journal.byResult).toMatchObject({ 'mobilize GET 200': 1, 'actionNetwork GET 403': 1 });
  expect(JSON.stringify(journal)).not.toMatch(/canary|simulated-/);
});

test('a dropped request is recorded as lost, with its fault', async () => {
  const simulators = await start();
  simulators.context.faults.add({ action: { kind: 'cut' } });

  await expect(call(`${simulators.url}/v1/organizations`)).rejects.toThrow();

  await expect
    .poll(() => simulators.context.journal.entries())
    .toMatchObject([{ outcome: 'lost', faults: ['cut'] }]);
  expect(simulators.context.journal.counters().byResult).toEqual({ 'mobilize GET lost': 1 });
});

test('the control endpoints and the page are not recorded', async () => {
  const simulators = await start();

  await control(simulators, 'clock');

  expect((await control(simulators, 'requests')).total).toBe(0);
});

test('only the newest requests are kept, the counters stay exact', () => {
  const journal = createJournal({ capacity: 3 });

  for (let number = 0; number < 5; number++) {
    journal.open({
      api: 'mobilize',
      method: 'GET',
      path: '/',
      query: '',
      headers: {},
      remoteAddress: '',
      atMs: 0,
    });
  }

  expect(journal.entries().map(({ number }) => number)).toEqual([3, 4, 5]);
  expect(journal.entries({ sinceNumber: 4 }).map(({ number }) => number)).toEqual([5]);
  expect(journal.counters().byApi).toEqual({ mobilize: 5 });
});

test('the peak is the most requests within any thousand milliseconds, reads and writes apart', () => {
  let nowMs = 0;
  const rates = createRates({ nowMs: () => nowMs });

  for (const atMs of [0, 600, 900, 1_599, 1_601, 5_000]) {
    nowMs = atMs;
    rates.count('mobilize', 'GET');
  }
  rates.count('mobilize', 'POST');

  expect(rates.all()).toMatchObject([
    { api: 'mobilize', kind: 'read', total: 6, peakPerSecond: 3 },
    { api: 'mobilize', kind: 'write', total: 1, peakPerSecond: 1 },
  ]);
  expect(rates.all()[0]?.lastSeconds.slice(-6)).toEqual([3, 2, 0, 0, 0, 1]);
});
