import { Buffer } from 'node:buffer';

/** One message of the PostgreSQL protocol 3.0, after the start of the session. */
export interface Frame {
  /** The letter that says what it is; the two directions use the same letters for different things. */
  readonly type: string;
  /** The message as it was on the wire: letter, length (4 bytes, counts itself), body. */
  readonly bytes: Buffer;
  readonly body: Buffer;
}

const HEADER_BYTES = 5;

/** Cuts a stream of bytes into messages, keeping what is incomplete for the next chunk. */
export class FrameSplitter {
  #rest = Buffer.alloc(0);

  *push(chunk: Buffer): Generator<Frame, void, undefined> {
    let pending = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (pending.length >= HEADER_BYTES) {
      const frameBytes = pending.readInt32BE(1) + 1;
      if (frameBytes < HEADER_BYTES) throw new Error('a message says that it is shorter than its own header');
      if (pending.length < frameBytes) break;
      yield toFrame(pending.subarray(0, frameBytes));
      pending = pending.subarray(frameBytes);
    }
    this.#rest = Buffer.from(pending);
  }
}

export function toFrame(bytes: Buffer): Frame {
  return { type: String.fromCharCode(bytes[0] ?? 0), bytes, body: bytes.subarray(HEADER_BYTES) };
}

/** Puts a body behind its header. */
export function buildFrame(type: string, body: Buffer | string = ''): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body) : body;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(type, 'latin1');
  header.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([header, content]);
}
