import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/http-server.ts';
import { golden, hal, PERSON_ID, refusal } from './golden.ts';
import { startClient, TOKEN } from './start-client.ts';

const person = {
  email_addresses: [{ address: 'ana+ev@example.org' }],
  phone_numbers: [{ number: '15125550101' }],
};

describe('what a failing call becomes', () => {
  it.each([401, 403])(
    'takes a %i for a refused key and does not show the key that it echoes',
    async (status) => {
      const { client, server } = await startClient(() =>
        refusal(status, `API Key invalid or not present ${TOKEN}`),
      );

      const error = await failureOf(client.upsertPerson({ person }));

      expect(error).toBeInstanceOf(ConfigError);
      expect(error.message).toMatch(/AN_API_TOKEN/);
      expectNoCanary(error);
      expect(server.requests).toHaveLength(1);
    },
  );

  it('takes an unknown person for a permanent failure', async () => {
    const { client, server } = await startClient(() =>
      refusal(404, `Couldn't find person with id = ${PERSON_ID}`),
    );

    const error = await failureOf(client.getPerson(PERSON_ID));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      `action-network: GET /people/:person answered 404: Couldn't find person with id = ${PERSON_ID}`,
    );
    expect(error).toMatchObject({ facts: { source: 'action-network', httpStatus: 404, attempt: 1 } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([400, 422])('tells why a %i was given, without the data that it echoes', async (status) => {
    const { client, server } = await startClient(() =>
      refusal(status, `ana+ev@example.org is invalid, so is +1 (512) 555-0101 of ${TOKEN}`),
    );

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toContain(`answered ${status}: [e-mail] is invalid, so is [phone]`);
    expectNoCanary(error);
    expect(server.requests).toHaveLength(1);
  });

  it('takes an error with status 200 for an error, and not for a person', async () => {
    const { client } = await startClient(() => refusal(200, 'ana+ev@example.org was not saved'));

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toContain('[e-mail] was not saved');
    expectNoCanary(error);
  });

  it.each<[string, Reply]>([
    ['no JSON', { text: '<html>ana+ev@example.org</html>', headers: { 'content-type': 'text/html' } }],
    ['JSON of another shape', hal({ people: ['ana+ev@example.org'] })],
    ['a list', hal(['ana+ev@example.org'])],
  ])('refuses %s as an answer without quoting it', async (_what, reply) => {
    const { client } = await startClient(() => reply);

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(PermanentError);
    expectNoCanary(error);
  });

  it('gives up after a bounded number of attempts when calls stay too many', async () => {
    const { client, server } = await startClient(() => refusal(429, 'Too many requests'));

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(TransientError);
    expect(server.requests).toHaveLength(5);
    expect(client.stats).toEqual({ requests: 5, retries: 4, rateLimited: 5 });
  });

  it('repeats a 500 less often, because it is also the answer to some bad requests', async () => {
    const { client, server } = await startClient(() => refusal(500, 'ana+ev@example.org is bad'));

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toContain('answered 500: [e-mail] is bad');
    expect(server.requests).toHaveLength(3);
  });

  it('throws the reason of its signal and sends nothing more', async () => {
    const stop = new AbortController();
    const { client, server } = await startClient(() => ({ fault: 'hang' }), { signal: stop.signal });

    const upsert = client.upsertPerson({ person });
    setTimeout(() => stop.abort(new Error('stopped')), 50);

    await expect(upsert).rejects.toThrow('stopped');
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });
});

describe('what an upsert survives, because doing it twice is doing it once', () => {
  it.each<[string, Reply]>([
    ['a 429 without a delay', refusal(429, 'Too many requests')],
    ['a 429 with a delay', { status: 429, text: '', headers: { 'retry-after': '1' } }],
    ['a 500', refusal(500, 'Something went wrong')],
    [
      'a 502 with HTML',
      { status: 502, text: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
    ],
    ['a connection that is cut after the write', { fault: 'disconnect' }],
    ['an answer that is cut off', { json: golden('person'), fault: 'truncate' }],
    ['a timeout', { fault: 'hang' }],
  ])('%s', async (_what, fault) => {
    const { client, server } = await startClient(
      (_request, callIndex) => (callIndex === 0 ? fault : hal(golden('person'))),
      { timeoutMs: 300 },
    );

    const { id } = await client.upsertPerson({ person });

    expect(id).toBe(PERSON_ID);
    expect(server.requests.map(({ body }) => body)).toEqual([
      server.requests[0]?.body,
      server.requests[0]?.body,
    ]);
  });
});

describe('the limit of 4 calls a second', () => {
  it('is shared by all calls of a client', async () => {
    const { client, server } = await startClient(
      ({ path }) => hal(path.includes('tagging') ? golden('tagging') : golden('person')),
      { callsPerSecond: 4 },
    );

    await Promise.all([
      client.getPerson(PERSON_ID),
      client.upsertPerson({ person }),
      client.updatePerson(PERSON_ID, { given_name: 'Ana' }),
      client.createTagging({ tagId: 't', personId: PERSON_ID }),
      client.getPerson(PERSON_ID),
      client.upsertPerson({ person }),
    ]);

    const arrivals = server.requests.map(({ atMs }) => atMs);
    expect((arrivals[4] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
    expect((arrivals[5] ?? 0) - (arrivals[1] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});

async function failureOf(call: Promise<unknown>): Promise<Error> {
  const [result] = await Promise.allSettled([call]);
  if (result.status === 'fulfilled') throw new Error('the call succeeded');
  return result.reason;
}

function expectNoCanary(error: Error): void {
  const everything = `${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${error.stack} ${error.cause}`;
  expect(everything).not.toMatch(/an-token-canary|ana\+ev|example\.org|555-?0101/);
}
