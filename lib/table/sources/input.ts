import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { PermanentError } from '../../errors/index.ts';

/** The path of a file (`.gz` is unpacked on the way), or a function that begins a new stream of bytes for each read. */
export type Input = string | (() => Readable);

/** Larger than Node's 64 KiB, because each chunk becomes a batch. */
const chunkBytes = 256 * 1024;

/**
 * Reads bytes chunk by chunk; leaving the loop early closes the file.
 * @throws PermanentError when the file cannot be opened, read or unpacked.
 */
export async function* readChunks(input: Input): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of openInput(input)) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (cause) {
    if (typeof input !== 'string' || !isFileError(cause)) throw cause;
    throw new PermanentError(`the file ${input} cannot be read (${cause.code})`, {
      cause,
      facts: { path: input, code: cause.code },
    });
  }
}

function openInput(input: Input): Readable {
  if (typeof input === 'function') return input();
  const file = createReadStream(input, { highWaterMark: chunkBytes });
  // An error of either stream reaches the reader through the last one, so there is nothing to do in the callback.
  return input.endsWith('.gz') ? pipeline(file, createGunzip({ chunkSize: chunkBytes }), () => {}) : file;
}

function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
