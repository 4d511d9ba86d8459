import { gunzipSync } from 'node:zlib';
import { TransientError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { uploadParts } from '../../../../../lib/warehouse/redshift/s3/upload-parts.ts';
import { createInMemoryBucket } from './in-memory-bucket.ts';

const keyOf = (part: number) => `part-${part}`;

async function* lines(count: number, onLine: (line: number) => void = () => {}) {
  for (let line = 1; line <= count; line += 1) {
    onLine(line);
    yield Buffer.from(`${String(line).padStart(9, '0')}\n`);
  }
}

describe('parts', () => {
  it('hold the rows in their order, each part whole rows and about as many bytes as asked for', async () => {
    const bucket = createInMemoryBucket();

    const keys = await uploadParts(bucket, lines(25), keyOf, 100);

    expect(keys).toEqual(['part-1', 'part-2', 'part-3']);
    const texts = keys.map((key) => gunzipSync(bucket.objects.get(key) ?? Buffer.alloc(0)).toString());
    expect(texts.map((text) => text.length)).toEqual([100, 100, 50]);
    expect(texts.join('').trim().split('\n').map(Number)).toEqual(
      Array.from({ length: 25 }, (_, n) => n + 1),
    );
  });

  it('are none where there is nothing', async () => {
    const bucket = createInMemoryBucket();

    expect(await uploadParts(bucket, lines(0), keyOf)).toEqual([]);
    expect(bucket.objects.size).toBe(0);
  });

  it('end with the error of the rows, and the upload under way with them', async () => {
    const failure = new Error('the API went away');
    const bucket = createInMemoryBucket();
    const rows = lines(100, (line) => {
      if (line === 15) throw failure;
    });

    await expect(uploadParts(bucket, rows, keyOf, 100)).rejects.toBe(failure);

    expect(bucket.aborted).toEqual(['part-2']);
    expect([...bucket.objects.keys()]).toEqual(['part-1']);
  });

  it.each([/part-1/, /part-2/, /part-3/])(
    'end with the error of S3 at %s, and read no further than needed',
    async (key) => {
      const error = new TransientError('S3 did not answer');
      const bucket = createInMemoryBucket({ failAt: { key, error } });
      let last = 0;
      const rows = lines(100_000, (line) => {
        last = line;
      });

      await expect(uploadParts(bucket, rows, keyOf, 200_000)).rejects.toBe(error);

      expect(last).toBeLessThan(100_000);
    },
  );
});
