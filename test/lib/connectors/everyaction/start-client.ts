import {
  createEveryAction,
  type EveryAction,
  type EveryActionOptions,
} from '@movement-etl/lib/connectors/everyaction';
import { onTestFinished } from 'vitest';
import {
  type ReceivedRequest,
  type Reply,
  startHttpServer,
  type TestHttpServer,
} from '../../../support/http-server.ts';

export const KEY = 'van-key-canary';

/** A client of a server that answers as told, both closed after the test; retries wait for milliseconds, calls are not limited. */
export async function startClient(
  answer: (request: ReceivedRequest, callIndex: number, server: TestHttpServer) => Reply,
  options: Partial<EveryActionOptions> = {},
): Promise<{ client: EveryAction; server: TestHttpServer }> {
  const server: TestHttpServer = await startHttpServer((request, callIndex) =>
    answer(request, callIndex, server),
  );
  const client = createEveryAction({
    apiKey: KEY,
    mode: 'EveryAction',
    baseUrl: `${server.url}/v4`,
    callsPerSecond: 0,
    retries: { firstDelayMs: 1, maxDelayMs: 5, maxRetryAfterMs: 200 },
    ...options,
  });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  return { client, server };
}

/** A refusal in the envelope of the API. */
export function refusal(status: number, code: string, text: string, more: object = {}): Reply {
  return { status, json: { errors: [{ code, text, ...more }] } };
}

/** What the server in front of the API says. */
export const htmlNotFound: Reply = {
  status: 404,
  text: '<html>404 - File or directory not found.</html>',
  headers: { 'content-type': 'text/html' },
};

export const matched: Reply = {
  status: 302,
  json: { vanId: 101, status: 'Matched' },
  headers: { location: '/x' },
};
export const unmatched: Reply = { status: 404, json: { vanId: null, status: 'Unmatched' } };
export const stored: Reply = { status: 201, json: { vanId: 102, status: 'UnmatchedStored' } };
export const noContent: Reply = { status: 204, text: '' };

export async function failureOf(call: Promise<unknown>): Promise<Error> {
  const [result] = await Promise.allSettled([call]);
  if (result.status === 'fulfilled') throw new Error('the call succeeded');
  return result.reason;
}
