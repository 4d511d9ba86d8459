import type { DatabaseError } from 'pg';
import type { KnownError } from './error-codes.ts';

/** A failure of Redshift that its SQLSTATE, mostly XX000, does not tell from others. */
interface RedshiftError extends KnownError {
  /** What the message or its detail look like; the wording is all there is. */
  readonly pattern: RegExp;
}

/**
 * Source: Redshift Developer Guide, "Troubleshooting serializable isolation errors", "COPY" and "Load error reference";
 * read in November 2026. None of them could be seen on a cluster of our own.
 */
const REDSHIFT_ERRORS: readonly RedshiftError[] = [
  {
    code: '1023',
    plainName: 'the transaction collided with another one',
    kind: 'transient',
    pattern: /^\s*1023\b|serializable isolation violation/i,
  },
  {
    code: '1018',
    plainName: 'a table was exchanged or dropped while the transaction ran',
    kind: 'transient',
    pattern: /^\s*1018\b/,
  },
  {
    code: 'S3 access',
    plainName:
      'Redshift may not read the bucket: look at REDSHIFT_IAM_ROLE and its policy, or at the AWS key that was lent to it',
    kind: 'config',
    pattern:
      /S3ServiceException.*(Access ?Denied|Forbidden|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|Status 403)|not authorized to (assume|get credentials of)/is,
  },
  {
    code: 'S3 place',
    plainName: 'Redshift does not find the bucket there: look at S3_TEMP_BUCKET and AWS_REGION',
    kind: 'config',
    pattern: /S3ServiceException.*(NoSuchBucket|PermanentRedirect|AuthorizationHeaderMalformed|Status 301)/is,
  },
  {
    code: 'S3 passing',
    plainName: 'S3 did not answer Redshift',
    kind: 'transient',
    pattern: /S3ServiceException.*(SlowDown|InternalError|ServiceUnavailable|Status 50\d)/is,
  },
];

/** The entry whose pattern the answer shows; undefined: none, or not from Redshift. */
export function findRedshiftError({ message, detail = '' }: DatabaseError): KnownError | undefined {
  return REDSHIFT_ERRORS.find(({ pattern }) => pattern.test(message) || pattern.test(detail));
}

/** Of a load that COPY gave up because of the data: where the reasons are. */
export function namesLoadErrors(message: string): boolean {
  return /stl_load_errors|sys_load_error|stl_loaderror/i.test(message);
}
