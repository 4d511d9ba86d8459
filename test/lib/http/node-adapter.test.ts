import http, { createServer, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createHttpClient, type HttpClient } from '../../../lib/http/index.ts';
import { send } from '../../../lib/http/send.ts';

let server: Server;
let client: HttpClient;

async function start(answer: RequestListener): Promise<void> {
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A server that listens on a port has this kind of address.
  client = createHttpClient({
    source: 'vendor',
    baseUrl: `http://127.0.0.1:${port}`,
    secrets: [],
    retries: { attempts: 2, firstDelayMs: 1 },
  });
}

afterEach(() => {
  client.close();
  server.close();
});

const call = { path: '/people', endpoint: '/people' };

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
])(
  'reads a body compressed with %s, and asks again for one that is cut short',
  async (encoding, compress) => {
    const body = compress(JSON.stringify({ name: 'é'.repeat(1000) }));
    let callCount = 0;
    await start((request, response) => {
      expect(request.headers['accept-encoding']).toContain(encoding);
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding });
      response.end(callCount++ === 0 ? body.subarray(0, 12) : body);
    });

    const { data } = await client.request(call);

    expect(data).toEqual({ name: 'é'.repeat(1000) });
    expect(callCount).toBe(2);
  },
);

test('sends later calls over the connection of the first', async () => {
  const ports = new Set<number | undefined>();
  await start((request, response) => {
    ports.add(request.socket.remotePort);
    response.writeHead(204).end();
  });

  for (let index = 0; index < 3; index++) await client.request(call);

  expect(ports.size).toBe(1);
});

test('sends a body with its length, and nothing of axios', async () => {
  let headers = {};
  await start((request, response) => {
    headers = request.headers;
    response.writeHead(204).end();
  });

  await client.request({ ...call, method: 'POST', body: { name: 'é' } });

  expect(headers).toMatchObject({
    'content-length': '13',
    'content-type': 'application/json',
    'user-agent': 'movement-etl',
  });
});

test('a call on a fresh connection counts as sent when its answer begins, one on a used connection when it is written', async () => {
  const agents = { httpAgent: new http.Agent({ keepAlive: true }), httpsAgent: new https.Agent() };
  const wasSentOnArrival: boolean[] = [];
  let isSent = false;
  await start((_request, response) => {
    wasSentOnArrival.push(isSent);
    response.writeHead(204).end();
  });
  const { port } = server.address() as AddressInfo; // As above.

  for (let attempt = 1; attempt <= 2; attempt++) {
    isSent = false;
    await send(
      {
        method: 'GET',
        url: new URL(`http://127.0.0.1:${port}/`),
        headers: {},
        body: undefined,
        timeoutMs: 5000,
        maxBodyBytes: 1000,
        facts: { source: 'vendor', endpoint: '/', attempt },
      },
      agents,
      {
        onSent: () => {
          isSent = true;
        },
        signal: undefined,
        secrets: [],
      },
    );
    expect(isSent).toBe(true);
  }

  expect(wasSentOnArrival).toEqual([false, true]);
  agents.httpAgent.destroy();
});
