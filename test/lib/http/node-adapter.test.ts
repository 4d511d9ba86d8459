import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createHttpClient, type HttpClient } from '../../../lib/http/index.ts';

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
