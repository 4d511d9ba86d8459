import {
  type ActionNetwork,
  type ActionNetworkOptions,
  createActionNetwork,
} from '@movement-etl/lib/connectors/action-network';
import { onTestFinished } from 'vitest';
import {
  type ReceivedRequest,
  type Reply,
  startHttpServer,
  type TestHttpServer,
} from '../../../support/http-server.ts';

export const TOKEN = 'an-token-canary';

/** A client of a server that answers as told, both closed after the test; retries wait for milliseconds, calls are not limited. */
export async function startClient(
  answer: (request: ReceivedRequest, callIndex: number, server: TestHttpServer) => Reply,
  options: Partial<ActionNetworkOptions> = {},
): Promise<{ client: ActionNetwork; server: TestHttpServer }> {
  const server: TestHttpServer = await startHttpServer((request, callIndex) =>
    answer(request, callIndex, server),
  );
  const client = createActionNetwork({
    token: TOKEN,
    baseUrl: `${server.url}/api/v2`,
    callsPerSecond: 0,
    lookUpDelayMs: 1,
    retries: { firstDelayMs: 1, maxDelayMs: 5, maxRetryAfterMs: 20 },
    ...options,
  });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  return { client, server };
}
