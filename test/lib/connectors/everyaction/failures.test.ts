import { PermanentError, TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../support/http-server.ts';
import { failureOf, htmlNotFound, KEY, noContent, refusal, startClient } from './start-client.ts';

const gift = { vanId: 101, codeId: 5 };
const aspNet: Reply = {
  status: 500,
  json: { message: 'An error', exceptionMessage: 'canary@example.org', stackTrace: 'at canary' },
};

describe('what giving a code survives, because doing it twice is doing it once', () => {
  it.each<[string, Reply]>([
    ['a 429 that names milliseconds', refusal(429, '429', 'Rate limit exceeded. Try again in 30 ms.')],
    ['a 429 that names nothing', refusal(429, '429', 'Rate limit exceeded.')],
    ['a 429 of another server', { status: 429, text: 'slow down' }],
    ['a 500 of the API', refusal(500, 'INTERNAL_SERVER_ERROR', 'oops', { referenceCode: 'abc' })],
    ['a raw 500', aspNet],
    ['a 502 with HTML', { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['a connection that is cut after the effect', { fault: 'disconnect' }],
    ['a timeout', { fault: 'hang' }],
  ])('%s', async (_what, fault) => {
    const { client, server } = await startClient(
      (_request, callIndex) => (callIndex === 0 ? fault : noContent),
      { timeoutMs: 300 },
    );

    await client.applyCode(gift);

    expect(server.requests).toHaveLength(2);
  });
});

describe('the delay after a 429', () => {
  it('is the one in its text', async () => {
    const tooMany = refusal(429, '429', 'Rate limit exceeded. Try again in 150 ms.');
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0 ? tooMany : noContent,
    );

    await client.applyCode(gift);

    const [first, second] = server.requests.map(({ atMs }) => atMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(145);
  });

  it('is kept by all calls of the client', async () => {
    const tooMany = refusal(429, '429', 'Rate limit exceeded. Try again in 150 ms.');
    const { client, server } = await startClient((_request, callIndex) =>
      callIndex === 0 ? tooMany : noContent,
    );

    const first = client.applyCode(gift);
    while (client.stats.rateLimited === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    await Promise.all([first, client.applyCode({ vanId: 102, codeId: 5 })]);

    const [refused, ...others] = server.requests.map(({ atMs }) => atMs);
    expect(others.every((atMs) => atMs - (refused ?? 0) >= 145)).toBe(true);
  });

  it('does not go on for ever', async () => {
    const { client, server } = await startClient(() => refusal(429, '429', 'Try again in 1 ms.'));

    expect(await failureOf(client.applyCode(gift))).toBeInstanceOf(TransientError);
    expect(server.requests).toHaveLength(10);
  });
});

describe('what a failing call becomes', () => {
  it('tells why, and the reference for the support, without the data that it echoes', async () => {
    const { client } = await startClient(() =>
      refusal(400, 'INVALID_PARAMETER', `canary@example.org of ${KEY} is bad`, {
        hint: 'try (512) 555-0101',
        referenceCode: 'ref-1',
      }),
    );

    const error = await failureOf(client.applyCode(gift));

    expect(error).toBeInstanceOf(PermanentError);
    expect(error.message).toBe(
      'everyaction: POST /people/:person/codes answered 400: [e-mail] of [redacted] is bad; try [phone]; reference ref-1',
    );
  });

  it.each<[string, Reply, typeof PermanentError | typeof TransientError]>([
    ['a raw 500', aspNet, TransientError],
    ['an HTML 404', htmlNotFound, PermanentError],
    [
      'a redirect to an error page',
      { status: 302, text: '', headers: { location: '/e.html' } },
      PermanentError,
    ],
    [
      'an HTML 400',
      { status: 400, text: '<html>canary</html>', headers: { 'content-type': 'text/html' } },
      PermanentError,
    ],
  ])('says no more of %s than its status', async (_what, reply, expected) => {
    const { client } = await startClient(() => reply);

    const error = await failureOf(client.applyCode(gift));

    expect(error).toBeInstanceOf(expected);
    expect(`${error.message} ${JSON.stringify(error)}`).not.toMatch(/canary/);
    expect(error.message).toContain(`answered ${reply.status}`);
  });

  it.each<[string, Reply]>([
    ['no JSON', { text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['another shape', { json: [{ codeId: 5 }] }],
    ['an id that is no number', { json: { codeId: 'five' } }],
  ])('is permanent for an answer that is %s', async (_what, reply) => {
    const { client } = await startClient(() => reply);

    expect(await failureOf(client.getCode(5))).toBeInstanceOf(PermanentError);
  });

  it('is the reason of the signal, and nothing more is sent', async () => {
    const stop = new AbortController();
    const { client, server } = await startClient(() => ({ fault: 'hang' }), { signal: stop.signal });

    const call = client.applyCode(gift);
    setTimeout(() => stop.abort(new Error('stopped')), 50);

    await expect(call).rejects.toThrow('stopped');
    expect(server.requests.length).toBeLessThanOrEqual(1);
  });
});

describe('the limits', () => {
  it('let three calls out at a time', async () => {
    const { client, server } = await startClient(() => ({ fault: 'hang' }), {
      timeoutMs: 400,
      retries: { attempts: 1 },
    });

    const calls = Array.from({ length: 8 }, (_value, index) =>
      client.applyCode({ ...gift, codeId: index + 1 }),
    );
    const ends = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(server.requests).toHaveLength(3);
    await ends;
  });

  it('let ten calls out a second', async () => {
    const { client, server } = await startClient(() => noContent, { callsPerSecond: 10 });

    await Promise.all(
      Array.from({ length: 11 }, (_value, index) => client.applyCode({ ...gift, codeId: index + 1 })),
    );

    const arrivals = server.requests.map(({ atMs }) => atMs);
    expect((arrivals[10] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThanOrEqual(1_000);
  });
});
