import { ConfigError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/http-server.ts';
import { golden, hal, PERSON_ID, page, refusal, TAG_ID } from './golden.ts';
import { startClient, TOKEN } from './start-client.ts';

const person = {
  email_addresses: [{ address: 'ana+ev@example.org' }],
  phone_numbers: [{ number: '15125550101' }],
};

const tagging = {
  ...golden('tagging'),
  _links: { 'osdi:tag': { href: `https://actionnetwork.org/api/v2/tags/${TAG_ID}` } },
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

  it('gives up a person after three failures, because a 500 is also the answer to some bad requests', async () => {
    const { client, server } = await startClient(({ method }) =>
      method === 'GET' ? page('osdi:people', []) : refusal(500, 'ana+ev@example.org is bad'),
    );

    const error = await failureOf(client.upsertPerson({ person }));

    expect(error).toBeInstanceOf(TransientError);
    expect(error.message).toContain('answered 500: [e-mail] is bad');
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
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

const LOST_ANSWERS: readonly (readonly [string, Reply])[] = [
  ['a 500', refusal(500, 'Something went wrong')],
  [
    'a 502 with HTML',
    { status: 502, text: '<html>Bad gateway</html>', headers: { 'content-type': 'text/html' } },
  ],
  ['a connection that is cut after the write', { fault: 'disconnect' }],
  ['an answer that is cut off', { json: golden('person'), fault: 'truncate' }],
  ['a timeout', { fault: 'hang' }],
];

describe('an upsert whose answer is lost', () => {
  it.each(LOST_ANSWERS)('in %s is not sent again when it took effect', async (_what, fault) => {
    const { client, server } = await startClient(
      ({ method, path }) => {
        if (method === 'POST') return fault;
        if (path.includes('/taggings'))
          return page('osdi:taggings', path.includes('page=2') ? [] : [tagging]);
        if (path.includes('/tags')) return page('osdi:tags', [golden('tag')]);
        return page('osdi:people', [golden('person')]);
      },
      { timeoutMs: 300 },
    );

    const { id } = await client.upsertPerson({ person, addTags: [golden('tag').name as string] });

    expect(id).toBe(PERSON_ID);
    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it.each(LOST_ANSWERS)('in %s is sent again when nobody is there', async (_what, fault) => {
    let posts = 0;
    const { client, server } = await startClient(
      ({ method }) => {
        if (method === 'GET') return page('osdi:people', []);
        posts += 1;
        return posts === 1 ? fault : hal(golden('person'));
      },
      { timeoutMs: 300 },
    );

    const { id } = await client.upsertPerson({ person });

    expect(id).toBe(PERSON_ID);
    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'POST']);
  });

  it('is sent again when Action Network refuses to look the person up', async () => {
    const { client, server } = await startClient(({ method }, callIndex) => {
      if (method === 'GET') return refusal(404, 'no such filter');
      return callIndex === 0 ? { fault: 'disconnect' } : hal(golden('person'));
    });

    await client.upsertPerson({ person });

    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
  });

  it('is sent again when the person is there with other data, or without the tag', async () => {
    const { client, server } = await startClient(({ method, path }, callIndex) => {
      if (method === 'POST') return callIndex === 0 ? { fault: 'disconnect' } : hal(golden('person'));
      return path.includes('/taggings') ? page('osdi:taggings', []) : page('osdi:people', [golden('person')]);
    });

    await client.upsertPerson({ person, addTags: ['Another Tag'] });
    await client.upsertPerson({ person: { ...person, given_name: 'Anna' } });

    expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(3);
    expect(await client.findWritten({ person: { ...person, given_name: 'Anna' } })).toBeUndefined();
    expect(await client.findWritten({ person })).toMatchObject({ id: PERSON_ID });
  });

  it.each<[string, Reply]>([
    ['without a delay', refusal(429, 'Too many requests')],
    ['with a delay', { status: 429, text: '', headers: { 'retry-after': '1' } }],
  ])('because of a 429 %s did nothing, and is sent again at once', async (_what, refused) => {
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0 ? refused : hal(golden('person')),
    );

    await client.upsertPerson({ person });

    expect(server.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
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
