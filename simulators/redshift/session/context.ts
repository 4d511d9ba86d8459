import type { S3Client } from '@aws-sdk/client-s3';
import type { Faults } from '../faults.ts';

/** What every session of one stand-in shares. */
export interface SessionContext {
  readonly faults: Faults;
  readonly s3: S3Client;
  /** A superuser's URL of the PostgreSQL behind. */
  readonly postgresUrl: string;
}
