import { createServer, type Socket } from 'node:net';
import { ConfigError } from '@movement-etl/lib/errors';
import { connectWarehouse } from '@movement-etl/lib/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Asks every client for a SHA-256 digest of its password (authentication type 13), as Redshift may. */
const sockets = new Set<Socket>();
const server = createServer((socket) => {
  sockets.add(socket);
  socket.on('error', () => {});
  socket.once('data', () => {
    const message = Buffer.alloc(13);
    message.write('R');
    message.writeInt32BE(12, 1);
    message.writeInt32BE(13, 5);
    socket.write(message);
  });
});

describe('a server that wants a kind of password that pg does not know', () => {
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('is told in words, and does not end the process', async () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;

    const attempt = connectWarehouse({
      databaseUrl: `redshift://etl:pa55-canary@127.0.0.1:${port}/dev`,
      s3TempBucket: 'bucket',
    });

    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toThrow('the password of the user etl is stored as a SHA-256 digest');
    await expect(attempt).rejects.not.toThrow('canary');
  });
});
