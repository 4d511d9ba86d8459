import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { PermanentError } from '../../errors/index.ts';

/**
 * Writes text to a stream, which is ended (except stdout), or to the path of a file (`.gz` is packed on the way). A file
 * gets its name when it is complete, so readers never see half of one, and an earlier one stays when writing fails.
 * @throws PermanentError when the file cannot be written.
 */
export async function writeText(chunks: AsyncIterable<string>, target: string | Writable): Promise<void> {
  if (typeof target !== 'string') {
    await pipeline(Readable.from(chunks), target);
    return;
  }
  const part = `${target}.${crypto.randomUUID()}.part`;
  try {
    const file = createWriteStream(part, { flags: 'wx' });
    const source = Readable.from(chunks);
    await (target.endsWith('.gz') ? pipeline(source, createGzip(), file) : pipeline(source, file));
    await rename(part, target);
  } catch (cause) {
    await rm(part, { force: true });
    if (!isFileError(cause, part)) throw cause;
    throw new PermanentError(`the file ${target} cannot be written (${cause.code})`, {
      cause,
      facts: { path: target, code: cause.code },
    });
  }
}

/** An error of the file system names the path; what the source of the rows throws passes through as it is. */
function isFileError(error: unknown, path: string): error is NodeJS.ErrnoException {
  return error instanceof Error && 'path' in error && error.path === path;
}
