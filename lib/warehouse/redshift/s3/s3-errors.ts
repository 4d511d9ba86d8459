import { ConfigError, EtlError, PermanentError, TransientError } from '../../../errors/index.ts';

/** What the SDK's errors carry, as far as it matters here. */
interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly code?: string;
}

const CONFIG: Readonly<Record<string, string>> = {
  AccessDenied:
    'S3 refused: the AWS key or role needs s3:PutObject, s3:GetObject, s3:DeleteObject, s3:ListBucket and s3:AbortMultipartUpload on S3_TEMP_BUCKET',
  AuthorizationHeaderMalformed:
    'the bucket S3_TEMP_BUCKET is in another region: set AWS_REGION to its region',
  CredentialsProviderError:
    'no AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give the task or machine a role',
  ExpiredToken: 'the AWS credentials have expired: AWS_SESSION_TOKEN',
  InvalidAccessKeyId: 'AWS does not know the key: check AWS_ACCESS_KEY_ID',
  InvalidToken: 'AWS refused the token: check AWS_SESSION_TOKEN',
  NoSuchBucket: 'there is no such bucket: check S3_TEMP_BUCKET',
  PermanentRedirect: 'the bucket S3_TEMP_BUCKET is in another region: set AWS_REGION to its region',
  SignatureDoesNotMatch: 'AWS refused the key: check AWS_SECRET_ACCESS_KEY',
};

/** Makes one of our classes of what the SDK threw; the cause keeps name and message only, for requests hold credentials. */
export function toS3Error(thrown: unknown): Error {
  if (thrown instanceof EtlError) return thrown;
  if (!(thrown instanceof Error)) return new PermanentError('S3 failed', { cause: thrown });
  const { name, message, $metadata, code } = thrown as SdkError;
  const cause = Object.assign(new Error(message), { name });
  const httpStatus = $metadata?.httpStatusCode;
  const facts = { source: 's3', code: code ?? name, httpStatus };

  if (/region is missing/i.test(message)) {
    return new ConfigError('AWS_REGION is not set: it must be the region of S3_TEMP_BUCKET', { cause });
  }
  const advice = CONFIG[name] ?? (httpStatus === 403 ? CONFIG.AccessDenied : undefined);
  if (advice !== undefined) return new ConfigError(`${advice} (${name})`, { cause });
  const isLost = httpStatus === undefined || httpStatus >= 500 || httpStatus === 429;
  if (isLost) return new TransientError(`S3 did not answer as it should (${code ?? name})`, { cause, facts });
  return new PermanentError(`S3 answered ${httpStatus} (${name})`, { cause, facts });
}
