import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { ConfigError } from '@movement-etl/lib/errors';
import { connectWarehouse } from '@movement-etl/lib/warehouse';
import { afterEach, describe, expect, it } from 'vitest';

/** The code with which a client asks for TLS before anything else. Source: PostgreSQL's protocol, SSLRequest. */
const SSL_REQUEST = 80_877_103;

describe('a connection for which encryption is preferred', () => {
  let server: Server;
  afterEach(() => server.close());

  /** Connects to a server that gives this answer to whoever asks for TLS, and hangs up on all others. */
  async function connectTo(answer: string) {
    const asked: ('TLS' | 'plain')[] = [];
    server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (message) => {
        const isTls = message.readInt32BE(4) === SSL_REQUEST;
        asked.push(isTls ? 'TLS' : 'plain');
        if (isTls) socket.write(answer);
        else socket.destroy();
        if (isTls && answer === 'S') socket.once('data', () => socket.destroy());
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const databaseUrl = `postgres://etl:secret-canary@127.0.0.1:${port}/etl?sslmode=prefer`;
    const error = await connectWarehouse({ databaseUrl }).then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    return { asked, error, port };
  }

  it('is asked for it, and made without where the server has none', async () => {
    const { asked } = await connectTo('N');

    expect(asked).toEqual(['TLS', 'plain']);
  });

  it('is not made without it because encrypting failed', async () => {
    const { asked } = await connectTo('S');

    expect(asked).toEqual(['TLS']);
  });

  it('is refused in one line where something else than a database listens', async () => {
    const { asked, error, port } = await connectTo('H');

    expect(asked).toEqual(['TLS']);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error?.message).toBe(
      `what listens at 127.0.0.1:${port} does not answer as a PostgreSQL or Redshift does: check DATABASE_URL`,
    );
  });
});
