import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `before`: the database has not seen the statement. `after`: it has answered, and the client has not seen the answer. */
export type StatementPhase = 'before' | 'after';

/** Stands between a job and PostgreSQL, counts the statements that go through, and can stop at one of them. */
export interface PostgresProxy extends AsyncDisposable {
  /** The given URL with this proxy in the server's place. */
  readonly url: string;
  /** Statements since the start: simple and extended queries, and the end of each COPY. */
  readonly statementCount: number;
  /** Stops the connection of the nth statement, counted from 1 since the start; resolves when it stands there. */
  stopAt(nth: number, phase: StatementPhase): Promise<void>;
  /** Closes all connections, as when the network or the server goes away. */
  dropConnections(): void;
}

interface Stop {
  readonly nth: number;
  readonly phase: StatementPhase;
  readonly reached: () => void;
}

/** Types of messages after which a client waits for the server's answer: Query, Sync, CopyDone. */
const STATEMENT_TYPES = new Set(['Q', 'S', 'c']);

/** Messages of a client, cut out of the stream. Source: PostgreSQL manual 54.7, Message Formats. */
class MessageReader {
  #rest = Buffer.alloc(0);
  #isStarted = false;

  *read(chunk: Buffer): Generator<{ type: string; bytes: Buffer }> {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      // Only the first message has no type before its length.
      const typeBytes = this.#isStarted ? 1 : 0;
      if (this.#rest.length < typeBytes + 4) return;
      const size = typeBytes + this.#rest.readInt32BE(typeBytes);
      if (this.#rest.length < size) return;
      const bytes = this.#rest.subarray(0, size);
      this.#rest = this.#rest.subarray(size);
      yield { type: this.#isStarted ? String.fromCharCode(bytes.readUInt8(0)) : 'startup', bytes };
      this.#isStarted = true;
    }
  }
}

/** Listens on a free port of 127.0.0.1. The URL must not ask for encryption. */
export async function startPostgresProxy(databaseUrl: string): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let statementCount = 0;
  let stop: Stop | undefined;

  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    const messages = new MessageReader();
    /** Nothing goes to the database any more. */
    let isStopped = false;
    /** What the database answers is kept from the client, and its first bytes say that the statement is done. */
    let awaited: Stop | undefined;

    client.on('data', (chunk) => {
      for (const { type, bytes } of messages.read(chunk)) {
        if (isStopped) return;
        if (STATEMENT_TYPES.has(type)) {
          statementCount += 1;
          isStopped = statementCount === stop?.nth;
        }
        if (isStopped && stop?.phase === 'before') {
          stop.reached();
          return;
        }
        if (isStopped) awaited = stop;
        database.write(bytes);
      }
    });
    database.on('data', (chunk) => {
      if (awaited === undefined) client.write(chunk);
      else awaited.reached();
    });
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const dropConnections = () => {
    for (const socket of sockets) socket.destroy();
  };

  return {
    url: url.href,
    get statementCount() {
      return statementCount;
    },
    stopAt: (nth, phase) =>
      new Promise((resolve) => {
        stop = { nth, phase, reached: resolve };
      }),
    dropConnections,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        dropConnections();
      }),
  };
}
