import type { Readable } from 'node:stream';

/** The body was larger than allowed. */
export class BodyTooLarge extends Error {}

/**
 * The stream's bytes as UTF-8 text, buffered.
 *
 * @throws BodyTooLarge after more than `maxBytes`; the stream's own error; Error with code ECONNRESET when it closes before its end.
 */
export function readText(stream: Readable, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let byteCount = 0;
    stream.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount > maxBytes) stream.destroy(new BodyTooLarge());
      else chunks.push(chunk);
    });
    stream.on('end', () => resolve(Buffer.concat(chunks, byteCount).toString('utf8')));
    stream.on('error', reject);
    // Does nothing after one of the above.
    stream.on('close', () =>
      reject(Object.assign(new Error('closed before its end'), { code: 'ECONNRESET' })),
    );
  });
}
