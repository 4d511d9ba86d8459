import type { Buffer } from 'node:buffer';
import type { Frame } from '../wire/frame.ts';
import { copyData, copyDone, copyFail, query } from '../wire/messages.ts';
import type { Backend } from './backend.ts';

/** `I` idle, `T` in a transaction, `E` in a failed one. */
export type TransactionStatus = 'I' | 'T' | 'E';

type Receive = (frame: Frame) => void;

/**
 * The conversation with PostgreSQL: knows the state of the transaction, and runs statements of our own between those
 * that only pass through.
 */
export class Dialog {
  #status: TransactionStatus = 'I';
  readonly #backend: Backend;
  readonly #passOn: Receive;
  #openSyncs = 0;
  #whenSynced: (() => void) | undefined;
  #collect: Receive | undefined;

  /** @param passOn Gets what PostgreSQL answers to messages that were forwarded. */
  constructor(backend: Backend, passOn: Receive) {
    this.#backend = backend;
    this.#passOn = passOn;
    backend.listen((frame) => this.#onAnswer(frame));
  }

  get status(): TransactionStatus {
    return this.#status;
  }

  /** Sends a message of the extended protocol on. */
  async forward(bytes: Buffer, type: string): Promise<void> {
    if (type === 'S') this.#openSyncs += 1;
    await this.#backend.send(bytes);
  }

  /** Resolves when everything that was forwarded has been answered. */
  async synced(): Promise<void> {
    if (this.#openSyncs === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenSynced = resolve;
    await Promise.race([promise, this.#backend.closed]);
    this.#whenSynced = undefined;
  }

  /** Runs a statement and hands over its answers but for ReadyForQuery. Answers whether it worked. */
  async run(sql: string, receive: Receive = () => {}): Promise<boolean> {
    let hasFailed = false;
    const ended = this.#exchange((frame) => {
      if (frame.type === 'E') hasFailed = true;
      receive(frame);
    });
    await this.#backend.send(query(sql));
    await ended;
    return !hasFailed;
  }

  /** The rows of a query as text; undefined when it failed, which `receive` has heard. */
  async rows(sql: string, receive: Receive): Promise<(string | null)[][] | undefined> {
    const rows: (string | null)[][] = [];
    const hasWorked = await this.run(sql, (frame) => {
      if (frame.type === 'D') rows.push(readDataRow(frame.body));
      if (frame.type === 'E') receive(frame);
    });
    return hasWorked ? rows : undefined;
  }

  /**
   * Runs `COPY … FROM STDIN` with these chunks. What the chunks throw cancels the COPY, and is thrown here afterwards;
   * PostgreSQL's own error goes to `receive`. Answers whether it worked.
   */
  async copyIn(sql: string, chunks: AsyncIterable<Buffer>, receive: Receive): Promise<boolean> {
    const start = Promise.withResolvers<boolean>();
    let hasFailed = false;
    let isCancelled = false;
    const ended = this.#exchange((frame) => {
      if (frame.type === 'G') start.resolve(true);
      if (frame.type !== 'E') return;
      hasFailed = true;
      start.resolve(false);
      if (!isCancelled) receive(frame);
    });
    await this.#backend.send(query(sql));
    const hasStarted = await Promise.race([start.promise, this.#backend.closed.then(() => false)]);
    const failure = hasStarted ? await this.#sendChunks(chunks, () => hasFailed) : undefined;
    if (failure !== undefined) {
      isCancelled = true;
      await this.#backend.send(copyFail('cancelled by the stand-in'));
    }
    await ended;
    if (failure !== undefined) throw failure.error;
    return !hasFailed;
  }

  async #sendChunks(
    chunks: AsyncIterable<Buffer>,
    hasFailed: () => boolean,
  ): Promise<{ readonly error: unknown } | undefined> {
    try {
      for await (const chunk of chunks) {
        if (hasFailed()) return undefined;
        await this.#backend.send(copyData(chunk));
      }
      await this.#backend.send(copyDone());
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  async #exchange(receive: Receive): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#collect = (frame) => {
      if (frame.type === 'Z') resolve();
      else receive(frame);
    };
    await Promise.race([promise, this.#backend.closed]);
    this.#collect = undefined;
  }

  #onAnswer(frame: Frame): void {
    if (frame.type === 'Z') {
      this.#status = frame.body.toString('latin1') as TransactionStatus; // The protocol has no other letters.
    }
    if (this.#collect !== undefined) {
      this.#collect(frame);
      return;
    }
    this.#passOn(frame);
    if (frame.type !== 'Z') return;
    this.#openSyncs -= 1;
    if (this.#openSyncs === 0) this.#whenSynced?.();
  }
}

function readDataRow(body: Buffer): (string | null)[] {
  const row: (string | null)[] = [];
  let position = 2;
  for (let left = body.readInt16BE(0); left > 0; left -= 1) {
    const length = body.readInt32BE(position);
    position += 4;
    row.push(length < 0 ? null : body.toString('utf8', position, position + length));
    position += Math.max(length, 0);
  }
  return row;
}
