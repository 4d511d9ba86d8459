import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query as they were on the wire, still encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The same object for all requests of one connection. */
  readonly connection: object;
  /** `performance.now()` on arrival. */
  readonly atMs: number;
}

/** What to answer: `json` or `text`, or one of the ways in which a connection goes wrong. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
  /** `hang`: no answer at all. `disconnect`: the connection is cut. `truncate`: half of the body, then a cut. */
  readonly fault?: 'hang' | 'disconnect' | 'truncate';
}

export interface TestHttpServer {
  /** `http://127.0.0.1:<port>`, without trailing slash. */
  readonly url: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1 that answers each request as the function says; `callIndex` counts from 0. */
export async function startHttpServer(
  answer: (request: ReceivedRequest, callIndex: number) => Reply | Promise<Reply>,
): Promise<TestHttpServer> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (message, response) => {
    const request = await receive(message);
    requests.push(request);
    send(response, await answer(request, requests.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A server that listens on a port has this kind of address.
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

async function receive(message: IncomingMessage): Promise<ReceivedRequest> {
  const atMs = performance.now();
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  const { method = '', url: path = '', headers, socket: connection } = message;
  return { method, path, headers, body: Buffer.concat(chunks).toString('utf8'), connection, atMs };
}

function send(response: ServerResponse, { status = 200, headers = {}, json, text, fault }: Reply): void {
  if (fault === 'hang') return;
  if (fault === 'disconnect') {
    response.destroy();
    return;
  }
  const body = Buffer.from(json === undefined ? (text ?? '') : JSON.stringify(json));
  const contentType = json === undefined ? 'text/plain; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length, ...headers });
  if (fault !== 'truncate') response.end(body);
  else response.write(body.subarray(0, body.length / 2), () => response.destroy());
}
