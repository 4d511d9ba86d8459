import type { Buffer } from 'node:buffer';
import type { Duplex } from 'node:stream';

const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;
const GSS_REQUEST = 80_877_104;
const PROTOCOL_3_0 = 196_608;
const MAX_STARTUP_BYTES = 10_000;

/** The first message of a connection, which has no letter. */
export type StartupMessage =
  | { readonly kind: 'ssl' | 'gss' | 'unknown' }
  | { readonly kind: 'cancel'; readonly processId: number; readonly secret: number }
  | { readonly kind: 'start'; readonly parameters: ReadonlyMap<string, string> };

/** Reads the first message; undefined when the connection ends before it is complete. */
export async function readStartup(socket: Duplex): Promise<StartupMessage | undefined> {
  const length = (await readBytes(socket, 4))?.readInt32BE(0);
  if (length === undefined || length < 8 || length > MAX_STARTUP_BYTES) return undefined;
  const body = await readBytes(socket, length - 4);
  if (body === undefined) return undefined;
  switch (body.readInt32BE(0)) {
    case SSL_REQUEST:
      return { kind: 'ssl' };
    case GSS_REQUEST:
      return { kind: 'gss' };
    case CANCEL_REQUEST:
      return { kind: 'cancel', processId: body.readInt32BE(4), secret: body.readInt32BE(8) };
    case PROTOCOL_3_0:
      return { kind: 'start', parameters: readParameters(body.subarray(4)) };
    default:
      return { kind: 'unknown' };
  }
}

/** Reads the answer to a request for a password; undefined when something else comes. */
export async function readPassword(socket: Duplex): Promise<string | undefined> {
  const header = await readBytes(socket, 5);
  if (header === undefined || header.toString('latin1', 0, 1) !== 'p') return undefined;
  const body = await readBytes(socket, header.readInt32BE(1) - 4);
  return body?.toString('utf8').replace(/\0$/, '');
}

function readParameters(body: Buffer): Map<string, string> {
  const words = body.toString('utf8').split('\0');
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < words.length && words[index] !== ''; index += 2) {
    parameters.set(words[index] ?? '', words[index + 1] ?? '');
  }
  return parameters;
}

/** Takes exactly so many bytes from the stream and leaves the rest in it, for TLS may begin right behind them. */
async function readBytes(socket: Duplex, count: number): Promise<Buffer | undefined> {
  for (;;) {
    const bytes: Buffer | null = socket.read(count);
    if (bytes !== null) return bytes.length === count ? bytes : undefined;
    if (socket.readableEnded || socket.destroyed) return undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    const events = ['readable', 'end', 'close', 'error'];
    for (const event of events) socket.once(event, resolve);
    await promise;
    for (const event of events) socket.off(event, resolve);
  }
}
