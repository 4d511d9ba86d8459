import { integer, secret, text, url } from '../fields.ts';

const group = 'Redshift';

/**
 * Where an Amazon Redshift is, and the place on S3 through which it is loaded. The names are those that users of Parsons
 * and of AWS have in their secrets already.
 */
export const redshiftSettings = {
  redshiftHost: text()
    .optional()
    .meta({ env: 'REDSHIFT_HOST', placeholder: '<host>', group })
    .describe('Host of an Amazon Redshift, where DATABASE_URL is not set; wins over PGHOST.'),
  redshiftPort: integer({ min: 1, max: 65_535 })
    .optional()
    .meta({ env: 'REDSHIFT_PORT', placeholder: '<port>', group })
    .describe('Port of the Redshift; 5439 when not set.'),
  redshiftDatabase: text()
    .optional()
    .meta({ env: 'REDSHIFT_DB', placeholder: '<name>', group })
    .describe('Database in the Redshift.'),
  redshiftUser: text()
    .optional()
    .meta({ env: 'REDSHIFT_USERNAME', placeholder: '<user>', group })
    .describe('User of the Redshift.'),
  redshiftPassword: secret()
    .optional()
    .meta({ env: 'REDSHIFT_PASSWORD', placeholder: '<password>', group })
    .describe('Password of the Redshift user.'),
  redshiftIamRole: text()
    .optional()
    .meta({ env: 'REDSHIFT_IAM_ROLE', placeholder: '<arn>', group })
    .describe(
      'The role with which Redshift reads the bucket: arn:aws:iam::…:role/…, several by comma, or default. When not set, the credentials with which the job itself reaches S3 are lent to it.',
    ),
  s3TempBucket: text()
    .optional()
    .meta({ env: 'S3_TEMP_BUCKET', placeholder: '<bucket>', group })
    .describe(
      'The bucket through which rows are loaded into Redshift, or bucket/prefix; objects are deleted after each load.',
    ),
  s3TempBucketPrefix: text()
    .optional()
    .meta({ env: 'S3_TEMP_BUCKET_PREFIX', placeholder: '<prefix>', group })
    .describe('Folder in that bucket; nothing outside of it is touched.'),
  awsAccessKeyId: secret()
    .optional()
    .meta({ env: 'AWS_ACCESS_KEY_ID', placeholder: '<id>', group })
    .describe('Key for S3; without one: AWS_PROFILE, web identity, or the role of the task or machine.'),
  awsSecretAccessKey: secret()
    .optional()
    .meta({ env: 'AWS_SECRET_ACCESS_KEY', placeholder: '<key>', group })
    .describe('The secret of that key.'),
  awsSessionToken: secret()
    .optional()
    .meta({ env: 'AWS_SESSION_TOKEN', placeholder: '<token>', group })
    .describe('The token of that key, where it is a temporary one.'),
  awsProfile: text()
    .optional()
    .meta({ env: 'AWS_PROFILE', placeholder: '<name>', group })
    .describe('A profile of ~/.aws to take the key from.'),
  awsRegion: text()
    .optional()
    .meta({ env: 'AWS_REGION', placeholder: '<region>', group })
    .describe('The region of the bucket, for example eu-west-1.'),
  awsDefaultRegion: text()
    .optional()
    .meta({ env: 'AWS_DEFAULT_REGION', placeholder: '<region>', group })
    .describe('The same, where AWS_REGION is not set.'),
  awsEndpointUrlS3: url()
    .optional()
    .meta({ env: 'AWS_ENDPOINT_URL_S3', placeholder: '<url>', group })
    .describe('Another address of S3: an endpoint in a private network, or a stand-in.'),
};
