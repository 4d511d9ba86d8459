import { Readable } from 'node:stream';
import { ConfigError, TransientError } from '@movement-etl/lib/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bucket, openBucket } from '../../../../../lib/warehouse/redshift/s3/bucket.ts';
import { toS3Error } from '../../../../../lib/warehouse/redshift/s3/s3-errors.ts';
import type { StagingSettings } from '../../../../../lib/warehouse/redshift/staging-settings.ts';
import { type RunningS3, startS3 } from '../../../../../simulators/redshift/s3/start-s3.ts';

describe('a bucket on S3', () => {
  let s3: RunningS3;
  let bucket: Bucket;

  const settings = (more: Partial<StagingSettings> = {}): StagingSettings => ({
    bucket: s3.bucket,
    prefix: '',
    iamRole: undefined,
    region: 'us-east-1',
    credentials: { accessKeyId: 'SIMULATED', secretAccessKey: 'secret', sessionToken: 'token' },
    profile: undefined,
    endpoint: s3.url,
    ...more,
  });
  const keysUnder = async (prefix: string) => {
    const keys: string[] = [];
    for await (const page of bucket.list(prefix)) keys.push(...page);
    return keys;
  };

  beforeAll(async () => {
    s3 = await startS3('127.0.0.1');
    bucket = await openBucket(settings());
  });
  afterAll(() => s3.close());

  it('takes an object of many pieces, lists it and deletes it', async () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    const body = Readable.from(Array.from({ length: 20 }, () => piece));

    await bucket.upload('pieces/large', body).done;
    await bucket.put('pieces/small', '{}');
    const before = await keysUnder('pieces/');
    await bucket.delete(before);

    expect(before).toEqual(['pieces/large', 'pieces/small']);
    expect(await keysUnder('pieces/')).toEqual([]);
  });

  it('lists more objects than one page holds, in order, and deletes them', { timeout: 60_000 }, async () => {
    const keys = Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    for (let start = 0; start < keys.length; start += 100) {
      await Promise.all(keys.slice(start, start + 100).map((key) => bucket.put(key, 'x')));
    }

    expect(await keysUnder('many/')).toEqual(keys);
    await bucket.delete(keys);
    expect(await keysUnder('many/')).toEqual([]);
  });

  it('lends its key with the token, and knows its region', async () => {
    expect(await bucket.key()).toEqual({
      accessKeyId: 'SIMULATED',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
    expect(await bucket.region()).toBe('us-east-1');
  });

  it('says which setting is wrong when there is no such bucket', async () => {
    const nowhere = await openBucket(settings({ bucket: 'no-such-bucket' }));

    const attempt = nowhere.put('key', 'x');

    await expect(attempt).rejects.toBeInstanceOf(ConfigError);
    await expect(attempt).rejects.toThrow('check S3_TEMP_BUCKET');
  });
});

describe('an error of S3', () => {
  const sdkError = (name: string, httpStatusCode?: number, message = 'what S3 said') =>
    Object.assign(new Error(message), {
      name,
      $metadata: { httpStatusCode },
      $response: { secret: 'canary' },
    });

  it.each([
    ['AccessDenied', 403, ConfigError, /needs s3:PutObject/],
    ['Forbidden', 403, ConfigError, /needs s3:PutObject/],
    ['PermanentRedirect', 301, ConfigError, /set AWS_REGION/],
    ['CredentialsProviderError', undefined, ConfigError, /no AWS credentials were found/],
    ['ExpiredToken', 400, ConfigError, /have expired/],
    ['InternalError', 500, TransientError, /did not answer as it should/],
    ['SlowDown', 503, TransientError, /did not answer as it should/],
    ['TimeoutError', undefined, TransientError, /did not answer as it should/],
  ])('named %s becomes one of our classes', (name, status, Class, message) => {
    const error = toS3Error(sdkError(name, status));

    expect(error).toBeInstanceOf(Class);
    expect(error.message).toMatch(message);
    expect(JSON.stringify([error, error.cause])).not.toContain('canary');
  });

  it('about a missing region names the variable', () => {
    expect(toS3Error(new Error('Region is missing')).message).toContain('AWS_REGION is not set');
  });
});
