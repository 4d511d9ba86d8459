import type { WarehouseSettings } from '@movement-etl/lib/warehouse';

/** What a job's environment says about the warehouse, for code that connects to it itself. */
export function toWarehouseSettings(env: Readonly<Record<string, string>>): WarehouseSettings {
  return {
    databaseUrl: env.DATABASE_URL,
    s3TempBucket: env.S3_TEMP_BUCKET,
    awsAccessKeyId: env.AWS_ACCESS_KEY_ID,
    awsSecretAccessKey: env.AWS_SECRET_ACCESS_KEY,
    awsRegion: env.AWS_REGION,
    awsEndpointUrlS3: env.AWS_ENDPOINT_URL_S3,
  };
}
