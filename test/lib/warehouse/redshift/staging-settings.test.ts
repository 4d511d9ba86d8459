import { ConfigError } from '@movement-etl/lib/errors';
import { describe, expect, it } from 'vitest';
import { readAllSettings } from '../../../../lib/warehouse/driver/read-all-settings.ts';
import { readStagingSettings } from '../../../../lib/warehouse/redshift/staging-settings.ts';

describe('the settings of the staging area', () => {
  it('are completed', () => {
    const settings = readStagingSettings({
      s3TempBucket: 'my-bucket',
      s3TempBucketPrefix: '/etl/tmp/',
      redshiftIamRole: 'arn:aws:iam::123456789012:role/a,arn:aws:iam::123456789012:role/b',
      awsDefaultRegion: 'eu-west-1',
      awsAccessKeyId: 'AKIA',
      awsSecretAccessKey: 'secret',
      awsSessionToken: 'token',
    });

    expect(settings).toEqual({
      bucket: 'my-bucket',
      prefix: 'etl/tmp/',
      iamRole: 'arn:aws:iam::123456789012:role/a,arn:aws:iam::123456789012:role/b',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' },
      profile: undefined,
      endpoint: undefined,
    });
  });

  it('take a prefix behind the name of the bucket, as Parsons does', () => {
    expect(readStagingSettings({ s3TempBucket: 'my-bucket/etl', s3TempBucketPrefix: 'tmp' })).toMatchObject({
      bucket: 'my-bucket',
      prefix: 'etl/tmp/',
    });
  });

  it('leave to AWS what they do not say', () => {
    expect(readStagingSettings({ s3TempBucket: 'my-bucket' })).toMatchObject({
      prefix: '',
      region: undefined,
      credentials: undefined,
      iamRole: undefined,
    });
  });

  it.each([
    [{}, 'S3_TEMP_BUCKET is not set'],
    [{ s3TempBucket: 's3://my-bucket' }, 'S3_TEMP_BUCKET is not the name of a bucket'],
    [{ s3TempBucket: 'b-1', s3TempBucketPrefix: "a'b" }, 'S3_TEMP_BUCKET_PREFIX may hold'],
    [{ s3TempBucket: 'b-1', redshiftIamRole: "default'" }, 'REDSHIFT_IAM_ROLE must be'],
    [{ s3TempBucket: 'b-1', awsRegion: 'Ireland' }, 'AWS_REGION must be a region'],
    [{ s3TempBucket: 'b-1', awsAccessKeyId: 'canary' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    [{ s3TempBucket: 'b-1', awsSecretAccessKey: 'canary' }, 'AWS_ACCESS_KEY_ID is not set'],
  ])('refuse %j', (settings, message) => {
    const attempt = () => readStagingSettings(settings);

    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow('canary');
  });

  it('are checked together with those of the connection, so that every problem is told at once', () => {
    const attempt = () => readAllSettings({ redshiftHost: 'h', awsAccessKeyId: 'AKIA' });

    expect(attempt).toThrow(
      /^REDSHIFT_DB is not set\nREDSHIFT_USERNAME is not set\nS3_TEMP_BUCKET is not set.*\nAWS_SECRET_ACCESS_KEY is not set/,
    );
  });

  it('are not asked for where the warehouse is a PostgreSQL', () => {
    expect(readAllSettings({ databaseUrl: 'postgres://u@h/d' })).toMatchObject({ engine: 'postgres' });
    expect(() => readAllSettings({ databaseUrl: 'redshift://u@h/d' })).toThrow('S3_TEMP_BUCKET is not set');
  });
});
