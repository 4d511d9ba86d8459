import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { constants, createGzip, type Gzip } from 'node:zlib';
import type { Bucket, RunningUpload } from './bucket.ts';

/**
 * How much CSV goes into one part, some 4 MB when packed: above the 1 MB that Redshift advises, and small enough to be
 * sent as one piece, which keeps memory flat. Parts of one size let every slice of a cluster load its share; a million
 * attendances are some 25 parts.
 */
export const PART_BYTES = 16 * 1024 * 1024;

/** Few large pieces are less to collect than many small ones. */
const PACKED_CHUNK_BYTES = 128 * 1024;

/**
 * Uploads CSV in gzip parts while it is read, and answers their keys. A part is finished in the background while the next
 * one is filled, so memory is that of two parts' uploads, whatever the number of rows.
 *
 * @throws what the chunks throw, or what S3 answers; parts that are there already are the caller's to delete.
 */
export async function uploadParts(
  bucket: Bucket,
  chunks: AsyncIterable<Buffer>,
  keyOf: (part: number) => string,
  partBytes = PART_BYTES,
): Promise<readonly string[]> {
  const keys: string[] = [];
  let current: Part | undefined;
  let finishing: Promise<void> | undefined;
  try {
    for await (const chunk of chunks) {
      if (current === undefined) {
        const key = keyOf(keys.length + 1);
        keys.push(key);
        current = startPart(bucket, key);
      }
      await current.write(chunk);
      if (current.bytes < partBytes) continue;
      await finishing;
      finishing = current.finish();
      current = undefined;
    }
    await Promise.all([finishing, current?.finish()]);
    return keys;
  } catch (error) {
    await Promise.allSettled([finishing, current?.abort()]);
    throw error;
  }
}

interface Part {
  /** Bytes of CSV so far. */
  readonly bytes: number;
  write(chunk: Buffer): Promise<void>;
  finish(): Promise<void>;
  abort(): Promise<void>;
}

/** The lowest level packs four times as quickly as the usual one, and a fifth less. */
function startPart(bucket: Bucket, key: string): Part {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED, chunkSize: PACKED_CHUNK_BYTES });
  const upload = bucket.upload(key, gzip);
  // Told by `write` or `finish`, whichever is next; unheard until then, it would end the process.
  upload.done.catch(() => {});
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    async write(chunk) {
      bytes += chunk.length;
      if (!gzip.write(chunk)) await drained(gzip, upload);
    },
    async finish() {
      gzip.end();
      await upload.done;
    },
    async abort() {
      gzip.destroy();
      await upload.abort();
    },
  };
}

/** An upload that has failed reads no more, and nobody would wait for it in vain. */
async function drained(gzip: Gzip, upload: RunningUpload): Promise<void> {
  const waiting = new AbortController();
  try {
    await Promise.race([once(gzip, 'drain', { signal: waiting.signal }), upload.done]);
  } finally {
    waiting.abort();
  }
}
