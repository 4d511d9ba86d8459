import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** `before`: the database has not seen the statement. `after`: it has answered, and the client has not seen the answer. */
export type StatementPhase = 'before' | 'after';

/** One statement on its way: the same object in both phases. */
export interface Statement {
  readonly sql: string;
}

/** Called and awaited around each statement; `drop` cuts its connection, as when the network goes away. */
export type StatementObserver = (
  statement: Statement,
  phase: StatementPhase,
) => 'go' | 'drop' | Promise<'go' | 'drop'>;

/** Stands between a job and PostgreSQL, and can stop or cut a connection at an exact statement. */
export interface PostgresProxy extends AsyncDisposable {
  /** The given URL with this proxy in the server's place. */
  readonly url: string;
}

/** The `sql` of the message that ends the rows of a COPY. */
export const END_OF_COPY = 'end of COPY';

/** Listens on a free port of 127.0.0.1. The URL must not ask for encryption. */
export async function startPostgresProxy(
  databaseUrl: string,
  observe: StatementObserver,
): Promise<PostgresProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
      sockets.add(socket);
    }
    relay(client, database, observe);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this kind of address.
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);

  return {
    url: url.href,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Passes messages on in both directions until one side ends or the observer says `drop`. */
function relay(client: Socket, database: Socket, observe: StatementObserver): void {
  const statements = new StatementReader();
  /** A client waits for each answer before its next statement, so there is one at most. */
  let unanswered: Statement | undefined;

  async function ask(): Promise<void> {
    for await (const message of readMessages(client, 'client')) {
      const statement = statements.read(message);
      if (statement !== undefined && (await observe(statement, 'before')) === 'drop') return;
      unanswered = statement ?? unanswered;
      database.write(message.bytes);
    }
  }

  async function answer(): Promise<void> {
    for await (const { type, bytes } of readMessages(database, 'server')) {
      const answered = ANSWER_TYPES.has(type) ? unanswered : undefined;
      if (answered !== undefined) {
        unanswered = undefined;
        if ((await observe(answered, 'after')) === 'drop') return;
      }
      client.write(bytes);
    }
  }

  for (const direction of [ask, answer]) {
    // A connection that breaks is what these tests are about; the other side hears of it by the cut.
    direction()
      .catch(() => undefined)
      .finally(() => {
        client.destroy();
        database.destroy();
      });
  }
}

/** With these a server ends its answer: ReadyForQuery, and CopyInResponse, after which it waits for rows. */
const ANSWER_TYPES = new Set(['Z', 'G']);

/** Tells statements from the other messages of a client: Query; Sync after a Parse; CopyDone. */
class StatementReader {
  #parsed: string | undefined;

  read({ type, bytes }: Message): Statement | undefined {
    if (type === 'Q') return { sql: textAt(bytes, 5) };
    if (type === 'c') return { sql: END_OF_COPY };
    if (type === 'P') this.#parsed = textAt(bytes, bytes.indexOf(0, 5) + 1);
    if (type !== 'S' || this.#parsed === undefined) return undefined;
    const statement = { sql: this.#parsed };
    this.#parsed = undefined;
    return statement;
  }
}

function textAt(bytes: Buffer, start: number): string {
  return bytes.toString('utf8', start, bytes.indexOf(0, start));
}

interface Message {
  /** One letter; `startup` for the message with which a client begins, which has none. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Messages cut out of a stream. Source: PostgreSQL manual, Frontend/Backend Protocol, Message Formats. */
async function* readMessages(socket: Socket, side: 'client' | 'server'): AsyncGenerator<Message> {
  let rest = Buffer.alloc(0);
  let isStarted = side === 'server';
  for await (const chunk of socket) {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const typeBytes = isStarted ? 1 : 0;
      if (rest.length < typeBytes + 4) break;
      const size = typeBytes + rest.readInt32BE(typeBytes);
      if (rest.length < size) break;
      const bytes = rest.subarray(0, size);
      rest = rest.subarray(size);
      yield { type: isStarted ? String.fromCharCode(bytes.readUInt8(0)) : 'startup', bytes };
      isStarted = true;
    }
  }
}
