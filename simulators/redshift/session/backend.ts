import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { Socket } from 'node:net';
import pg from 'pg';
import { type Frame, FrameSplitter } from '../wire/frame.ts';
import { withDatabase } from './database-url.ts';

/**
 * What the session in PostgreSQL is told first. `active` makes the rules of `catalog/install.sql` apply to it; a
 * transaction sees the state of its beginning to its end, which is Redshift's snapshot isolation.
 */
const SETUP = `
  SET redshift_stand_in.active = 'on';
  SET default_transaction_isolation = 'repeatable read';
  SET TIME ZONE 'UTC';
  SET client_min_messages TO warning`;

/**
 * The connection to PostgreSQL behind one client. `pg` logs in, whatever method the server asks for; after that the
 * socket is ours and messages pass as they are.
 */
export class Backend {
  /** Of the process in PostgreSQL. */
  readonly processId: number;
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  readonly database: string;

  private constructor(socket: Socket, processId: number, database: string) {
    this.#socket = socket;
    this.processId = processId;
    this.database = database;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** @throws what `pg` throws when PostgreSQL does not let us in. */
  static async open(url: string, database: string): Promise<Backend> {
    const socket = new Socket();
    const client = new pg.Client({ connectionString: withDatabase(url, database), stream: () => socket });
    client.on('error', () => {});
    await client.connect();
    await client.query(SETUP);
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    for (const event of ['data', 'end', 'close', 'error']) socket.removeAllListeners(event);
    return new Backend(socket, rows[0]?.pid ?? 0, database);
  }

  /** Hands over what PostgreSQL sends from now on. */
  listen(receive: (frame: Frame) => void): void {
    const splitter = new FrameSplitter();
    this.#socket.on('data', (chunk: Buffer) => {
      for (const frame of splitter.push(chunk)) receive(frame);
    });
    this.#socket.on('error', () => {});
  }

  /** Sends bytes on; waits while PostgreSQL does not keep up. */
  async send(bytes: Buffer): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    await Promise.race([once(this.#socket, 'drain'), this.closed]);
  }

  /** Stops and starts reading, for a client that does not keep up. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }
}
