import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import pg from 'pg';

/** The part of `pg`'s connection that is used here; its types leave it out. */
interface PgConnection {
  attachListeners(stream: Duplex): void;
}

/**
 * A client of `pg` that survives an answer of the server which it does not understand. `pg` throws then while it
 * handles an event, which would end the process without a word of ours; here the connection ends with that error instead.
 * The one such answer that matters: Redshift's request for a SHA-256 digest (authentication type 13).
 */
export class GuardedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const { connection } = this as unknown as { readonly connection: PgConnection };
    const attachListeners = connection.attachListeners.bind(connection);
    connection.attachListeners = (stream) => {
      const before = new Set(stream.listeners('data'));
      attachListeners(stream);
      for (const listener of stream.listeners('data').filter((one) => !before.has(one))) {
        guardListener(stream, listener as (data: unknown) => void);
      }
    };
  }
}

function guardListener(stream: Duplex & EventEmitter, listener: (data: unknown) => void): void {
  stream.removeListener('data', listener);
  stream.on('data', (data: unknown) => {
    try {
      listener(data);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
