import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { PermanentError, TransientError } from '../../../lib/errors/index.ts';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../../lib/http/index.ts';
import {
  type ReceivedRequest,
  type Reply,
  startHttpServer,
  type TestHttpServer,
} from '../../support/http-server.ts';

const key = 'key-0123456789';
const html: Reply = { text: '<h1>Bad Gateway</h1>', headers: { 'content-type': 'text/html; charset=utf-8' } };
/** Promises more bytes than it sends, and keeps the connection open. */
const stall: Reply = {
  text: '{"a":',
  headers: { 'content-type': 'application/json', 'content-length': '500' },
};
const cutJson: Reply = { text: '{"rows":[{"name":"An', headers: { 'content-type': 'application/json' } };
const good: Reply = { json: { ok: true } };

let server: TestHttpServer;
let client: HttpClient;

async function start(
  replies: readonly Reply[] | ((request: ReceivedRequest, index: number) => Reply | Promise<Reply>),
  options: Partial<HttpClientOptions> = {},
): Promise<void> {
  const answer =
    typeof replies === 'function' ? replies : (_: ReceivedRequest, index: number) => replies[index] ?? good;
  server = await startHttpServer(answer);
  client = createHttpClient({
    source: 'vendor',
    baseUrl: `${server.url}/v1/`,
    headers: { authorization: `Bearer ${key}` },
    secrets: [key],
    retries: { attempts: 3, firstDelayMs: 1 },
    timeoutMs: 400,
    ...options,
  });
}

afterEach(async () => {
  client.close();
  await server.close();
});

const call = { path: '/people', endpoint: '/people' };

/** The error of a call that must fail. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable('the call succeeded'),
    (error: unknown) => error,
  );
}

test('names the host that does not answer, and what that means', async () => {
  await start([], { baseUrl: 'http://127.0.0.1:1/v1/' });

  const error = await failure(client.request({ method: 'GET', ...call }));

  expect(error).toBeInstanceOf(TransientError);
  expect(error).toMatchObject({
    message:
      'vendor: /people got no answer from 127.0.0.1:1 (ECONNREFUSED: nobody listens there; is the URL right?)',
  });
});

describe('an answer', () => {
  test('is given with its status, headers and checked data', async () => {
    await start([{ json: { rows: [1, 2] } }]);

    const answer = await client.request({
      ...call,
      query: { tag: ['a b', 'c+d'], none: undefined },
      schema: z.object({ rows: z.array(z.int()) }),
    });

    expect(answer).toMatchObject({ status: 200, data: { rows: [1, 2] } });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(server.requests[0]).toMatchObject({ method: 'GET', path: '/v1/people?tag=a%20b&tag=c%2Bd' });
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${key}`);
  });

  test('of a call with a body is sent and read as JSON', async () => {
    await start([{ json: { id: 'é' } }]);

    const { data } = await client.request({ ...call, method: 'POST', body: { name: 'Núñez' } });

    expect(data).toEqual({ id: 'é' });
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '{"name":"Núñez"}' });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
  });

  test('without content has no data', async () => {
    await start([{ status: 204, headers: { 'content-type': '' } }]);

    expect(await client.request(call)).toMatchObject({ status: 204, data: undefined });
  });

  test('may be plain text where text was asked for', async () => {
    await start([{ text: 'ok' }]);

    expect((await client.request({ ...call, responseType: 'text' })).data).toBe('ok');
  });

  test('of a status that the call accepts is data', async () => {
    await start([{ status: 404, json: { error: 'no such person' } }]);

    expect(await client.request({ ...call, acceptStatus: [404] })).toMatchObject({
      status: 404,
      data: { error: 'no such person' },
    });
  });
});

describe('a failure that may pass', () => {
  test.each<[string, Reply]>([
    ['5xx with HTML', { ...html, status: 502 }],
    ['429 without a delay', { status: 429, text: '' }],
    ['429 with a delay of garbage', { status: 429, text: '', headers: { 'retry-after': 'soon' } }],
    ['no answer in time', { fault: 'hang' }],
    ['a body that stalls', stall],
    ['a cut connection', { fault: 'disconnect' }],
    ['a body that is cut off', { fault: 'truncate', json: { rows: ['x'.repeat(2000)] } }],
    ['JSON that ends too early', cutJson],
  ])('is repeated: %s', async (_, reply) => {
    await start([reply, good]);

    const { data } = await client.request(call);

    expect(data).toEqual({ ok: true });
    expect(client.stats).toMatchObject({ requests: 2, retries: 1 });
  });

  test.each<[string, Reply, object]>([
    ['5xx with HTML', { ...html, status: 502 }, { httpStatus: 502, contentType: 'text/html' }],
    ['429', { status: 429, text: '' }, { httpStatus: 429 }],
    ['no answer in time', { fault: 'hang' }, { code: 'ETIMEDOUT', timeoutMs: 400 }],
    ['a cut connection', { fault: 'disconnect' }, { code: 'ECONNRESET' }],
    ['JSON that ends too early', cutJson, { httpStatus: 200 }],
  ])('is a TransientError with facts after the last attempt: %s', async (_, reply, facts) => {
    await start(() => reply);

    const error = await failure(client.request(call));

    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ facts: { source: 'vendor', endpoint: '/people', attempt: 3, ...facts } });
    expect(client.requestCount).toBe(3);
  });

  test('is given up earlier for a status with fewer attempts', async () => {
    await start(() => ({ status: 500, text: '' }), {
      retries: { attempts: 5, attemptsByStatus: { 500: 2 }, firstDelayMs: 1 },
    });

    await failure(client.request(call));

    expect(client.requestCount).toBe(2);
  });

  test.each<[string, () => string]>([
    ['seconds', () => '1'],
    // The header's precision is a second: 1 to 2 s from now.
    ['an HTTP date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('waits as Retry-After says in %s', async (_, delay) => {
    await start([{ status: 503, text: '', headers: { 'retry-after': delay() } }, good]);

    await client.request(call);

    const [first, second] = server.requests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(450);
  });

  test('waits no longer than allowed, whatever Retry-After says', async () => {
    await start([{ status: 429, text: '', headers: { 'retry-after': '3600' } }, good], {
      retries: { maxRetryAfterMs: 20, firstDelayMs: 1 },
    });

    expect((await client.request(call)).data).toEqual({ ok: true });
  });

  test('takes the delay from the body where the vendor writes it there', async () => {
    await start([{ status: 429, json: { text: 'Try again in 300 ms.' } }, good], {
      readDelayMs: (_, body) => Number(JSON.stringify(body).match(/in (\d+) ms/)?.[1]),
    });

    await client.request(call);

    const [first, second] = server.requests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(290);
  });

  test('of a 429 rests all calls of the client', async () => {
    await start((_, index) =>
      index === 0 ? { status: 429, text: '', headers: { 'retry-after': '1' } } : good,
    );
    const limited = client.request(call);
    await expect.poll(() => client.stats.rateLimited).toBe(1);

    await Promise.all([client.request(call), client.request(call), limited]);

    const [first, ...later] = server.requests.map(({ atMs }) => atMs);
    expect(later).toHaveLength(3);
    expect(Math.min(...later) - (first ?? 0)).toBeGreaterThan(950);
  });
});

describe('a call that must not be repeated', () => {
  const post = { ...call, method: 'POST', body: {} } as const;

  test.each<[string, Reply]>([
    ['5xx', { status: 500, text: '' }],
    ['no answer in time', { fault: 'hang' }],
    ['a cut connection', { fault: 'disconnect' }],
    ['JSON that ends too early', cutJson],
  ])('is sent once: %s', async (_, reply) => {
    await start([reply]);

    expect(await failure(client.request(post))).toBeInstanceOf(TransientError);
    expect(server.requests).toHaveLength(1);
  });

  test('is repeated after a 429, which did nothing', async () => {
    await start([{ status: 429, text: '' }]);

    expect((await client.request(post)).data).toEqual({ ok: true });
  });

  test('is repeated like others where the caller says that it may be', async () => {
    await start([{ status: 500, text: '' }]);

    expect((await client.request({ ...post, safeToRepeat: true })).data).toEqual({ ok: true });
  });
});

describe('a failure that stays', () => {
  test.each<[string, Reply]>([
    ['401', { status: 401, json: {} }],
    ['404', { status: 404, text: '' }],
    ['400', { status: 400, json: { error: 'x' } }],
    ['501', { status: 501, text: '' }],
    ['a page where JSON was expected', html],
    ['what is not JSON', { text: '{"a": nonsense}', headers: { 'content-type': 'application/json' } }],
    ['JSON of another shape', { json: { rows: 'none' } }],
    ['a redirect', { status: 302, text: '', headers: { location: 'http://127.0.0.1:1/elsewhere' } }],
  ])('is a PermanentError at once: %s', async (_, reply) => {
    await start(() => reply);

    const error = await failure(client.request({ ...call, schema: z.object({ rows: z.array(z.int()) }) }));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error).toMatchObject({
      facts: { source: 'vendor', endpoint: '/people', attempt: 1, httpStatus: reply.status ?? 200 },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('is worded by the connector, which sees the body without secrets', async () => {
    const bodies: unknown[] = [];
    await start([{ status: 403, json: { error: `API Key invalid or not present ${key}` } }], {
      explain: (status, body, facts) => {
        bodies.push(body);
        return new PermanentError(`vendor said ${status}`, { facts });
      },
    });

    const error = await failure(client.request(call));

    expect(error).toMatchObject({
      message: 'vendor said 403',
      facts: { endpoint: '/people', httpStatus: 403, attempt: 1 },
    });
    expect(bodies).toEqual([{ error: 'API Key invalid or not present [redacted]' }]);
  });

  test('is an answer larger than allowed', async () => {
    await start([{ json: 'x'.repeat(3000) }], { maxBodyBytes: 1000 });

    expect(await failure(client.request(call))).toMatchObject({
      name: 'PermanentError',
      facts: { maxBodyBytes: 1000 },
    });
  });
});

describe('secrets and personal data', () => {
  test.each<[string, Reply]>([
    ['a refusal that repeats the key', { status: 403, json: { error: `API Key invalid ${key}` } }],
    ['an answer of another shape', { json: { email: 'ana@example.org', key } }],
    [
      'JSON that is none',
      { text: `{"email":"ana@example.org" ${key}}`, headers: { 'content-type': 'application/json' } },
    ],
    ['no answer', { fault: 'hang' }],
    ['a cut connection', { fault: 'disconnect' }],
  ])('stay out of errors and logs: %s', async (_, reply) => {
    const lines: string[] = [];
    const log = (fields: object, message: string) => lines.push(everythingIn(fields), message);
    await start(() => reply, { logger: { debug: log, info: log, warn: log } });

    const error = await failure(
      client.request({
        ...call,
        query: { filter: "email eq 'ana@example.org'" },
        schema: z.object({ rows: z.array(z.int()) }),
      }),
    );

    expect(lines).not.toEqual([]);
    expect(everythingIn(error) + lines.join()).not.toMatch(/ana(@|%40)example|key-0123/);
  });

  test('are not sent to another origin', async () => {
    await start([good]);

    const error = await failure(
      client.request({ url: 'https://elsewhere.example/v1/people?page=2', endpoint: '/people' }),
    );

    expect(error).toMatchObject({ name: 'PermanentError', facts: { origin: 'https://elsewhere.example' } });
    expect(server.requests).toHaveLength(0);
  });
});

/** All that a log could make of a value: own fields, hidden ones too, and causes. */
function everythingIn(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null || depth > 6) return String(value);
  const own = Object.getOwnPropertyNames(value).map((name) =>
    everythingIn(Reflect.get(value, name), depth + 1),
  );
  return `${value instanceof Error ? value.message : ''} ${own.join(' ')}`;
}

describe('a stop signal', () => {
  test('ends a call under way at once with its reason', async () => {
    const stop = new AbortController();
    await start(() => ({ fault: 'hang' }), { timeoutMs: 10_000, signal: stop.signal });
    const pending = failure(client.request(call));
    await expect.poll(() => server.requests.length).toBe(1);

    stop.abort(new Error('stopped by the operator'));

    expect(await pending).toMatchObject({ message: 'stopped by the operator' });
  });

  test('ends the wait for another attempt, and for the rate limit, at once', async () => {
    const stop = new AbortController();
    await start(() => ({ status: 503, text: '', headers: { 'retry-after': '60' } }), {
      signal: stop.signal,
      rateLimits: [{ callsPerSecond: 1 }],
    });
    const pending = [failure(client.request(call)), failure(client.request(call))];
    await expect.poll(() => client.stats.retries).toBe(1);

    stop.abort(new Error('stopped'));

    expect(await Promise.all(pending)).toMatchObject([{ message: 'stopped' }, { message: 'stopped' }]);
    expect(server.requests).toHaveLength(1);
  });
});

describe('a client', () => {
  test('holds its rate limit in any sliding second, repeated calls included, and uses it', async () => {
    await start((_, index) => (index % 5 === 0 ? { status: 503, text: '' } : good), {
      rateLimits: [{ callsPerSecond: 20, marginMs: 100 }],
    });

    await Promise.all(Array.from({ length: 40 }, () => client.request(call)));

    const times = server.requests.map(({ atMs }) => atMs);
    const most = Math.max(
      ...times.map((start) => times.filter((time) => time >= start && time < start + 1000).length),
    );
    expect(times.length).toBeGreaterThan(45);
    expect(most).toBeLessThanOrEqual(20);
    expect(times.length / (((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000)).toBeGreaterThan(16);
  });

  test('counts the calls of each method against the limits that name it', async () => {
    await start(() => good, { rateLimits: [{ methods: ['POST'], callsPerSecond: 2 }] });
    const startedAtMs = performance.now();

    await Promise.all(Array.from({ length: 20 }, () => client.request(call)));

    expect(performance.now() - startedAtMs).toBeLessThan(1000);
  });

  test('has no more calls under way than allowed, and keeps their connections', async () => {
    let underWay = 0;
    let most = 0;
    await start(
      async () => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setTimeout(resolve, 5));
        underWay--;
        return good;
      },
      { maxConcurrency: 3 },
    );

    await Promise.all(Array.from({ length: 12 }, () => client.request(call)));

    expect(most).toBe(3);
  });
});
