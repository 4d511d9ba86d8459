import type { Bucket } from '../../../../../lib/warehouse/redshift/s3/bucket.ts';

/** A bucket in memory whose uploads can be made to fail. */
export interface InMemoryBucket extends Bucket {
  readonly objects: Map<string, Buffer>;
  readonly aborted: string[];
}

export function createInMemoryBucket({
  failAt,
}: {
  failAt?: { key: RegExp; error: Error };
} = {}): InMemoryBucket {
  const objects = new Map<string, Buffer>();
  const aborted: string[] = [];
  return {
    objects,
    aborted,
    upload(key, body) {
      const read = async () => {
        const pieces: Buffer[] = [];
        for await (const piece of body) {
          if (failAt?.key.test(key)) throw failAt.error;
          pieces.push(piece);
        }
        objects.set(key, Buffer.concat(pieces));
      };
      return {
        done: read(),
        abort: async () => {
          aborted.push(key);
        },
      };
    },
    put: async (key, text) => {
      objects.set(key, Buffer.from(text));
    },
    delete: async (keys) => {
      for (const key of keys) objects.delete(key);
    },
    list: async function* (prefix) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      for (let start = 0; start < keys.length; start += 2) yield keys.slice(start, start + 2);
    },
    abortUploads: async () => {},
    region: async () => 'eu-west-1',
    key: async () => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret' }),
  };
}
