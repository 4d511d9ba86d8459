import { ConfigError } from '../../errors/index.ts';
import type { RedshiftSettings } from '../settings.ts';

/** The place on S3 through which rows are loaded, complete. */
export interface StagingSettings {
  readonly bucket: string;
  /** Before every key of ours: empty, or ending in `/`. */
  readonly prefix: string;
  /** With what Redshift reads the bucket; undefined: with the job's own credentials. */
  readonly iamRole: string | undefined;
  /** Undefined: what AWS's own files and environment say. */
  readonly region: string | undefined;
  /** Undefined: found by the SDK (profile, web identity, role of the task or the machine). */
  readonly credentials: AwsKey | undefined;
  readonly profile: string | undefined;
  readonly endpoint: string | undefined;
}

/** Credentials of AWS. */
export interface AwsKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ROLE = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** Characters that S3 asks nobody to treat in a special way. */
const PREFIX = /^[\w!.*'()/-]*$/;

/**
 * Completes the settings of the staging area.
 *
 * @throws ConfigError that lists every problem with the variable's name, never the value of a secret.
 */
export function readStagingSettings(settings: RedshiftSettings): StagingSettings {
  const { awsAccessKeyId, awsSecretAccessKey, redshiftIamRole: iamRole } = settings;
  const region = settings.awsRegion ?? settings.awsDefaultRegion;
  // Parsons takes `bucket/prefix` too.
  const [bucket, ...folders] = settings.s3TempBucket?.split('/') ?? [];
  const prefix = [...folders, ...(settings.s3TempBucketPrefix ?? '').split('/')]
    .filter((folder) => folder !== '')
    .join('/');

  const problems = [
    bucket === undefined
      ? 'S3_TEMP_BUCKET is not set: rows are loaded into Redshift through a bucket on S3'
      : !BUCKET.test(bucket) &&
        'S3_TEMP_BUCKET is not the name of a bucket, or bucket/prefix (without s3://)',
    (!PREFIX.test(prefix) || prefix.includes("'")) &&
      'S3_TEMP_BUCKET_PREFIX may hold letters, digits and !-_.*()/ only',
    iamRole !== undefined &&
      !isRole(iamRole) &&
      'REDSHIFT_IAM_ROLE must be arn:aws:iam::<account>:role/<name>, several of them by comma, or default',
    region !== undefined && !REGION.test(region) && 'AWS_REGION must be a region like eu-west-1',
    awsAccessKeyId !== undefined &&
      awsSecretAccessKey === undefined &&
      'AWS_SECRET_ACCESS_KEY is not set, but AWS_ACCESS_KEY_ID is',
    awsAccessKeyId === undefined &&
      awsSecretAccessKey !== undefined &&
      'AWS_ACCESS_KEY_ID is not set, but AWS_SECRET_ACCESS_KEY is',
  ].filter((problem) => typeof problem === 'string');
  if (bucket === undefined || problems.length > 0) throw new ConfigError(problems);

  return {
    bucket,
    prefix: prefix === '' ? '' : `${prefix}/`,
    iamRole,
    region,
    credentials: readKey(settings),
    profile: settings.awsProfile,
    endpoint: settings.awsEndpointUrlS3,
  };
}

function isRole(text: string): boolean {
  return text === 'default' || text.split(',').every((role) => ROLE.test(role));
}

function readKey(settings: RedshiftSettings): AwsKey | undefined {
  const { awsAccessKeyId: accessKeyId, awsSecretAccessKey: secretAccessKey } = settings;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: settings.awsSessionToken };
}
