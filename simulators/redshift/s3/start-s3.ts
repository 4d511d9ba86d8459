import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { startFauxqs } from 'fauxqs';

export interface S3Options {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `etl-temp`. */
  readonly bucket?: string;
  /** How jobs reach it, where that is not the address it listens at. */
  readonly publicUrl?: string;
}

/** The keys that COPY must name; they are as public as everything of the simulators. */
export const ACCESS_KEY_ID = 'SIMULATEDACCESSKEY00';
export const SECRET_ACCESS_KEY = 'simulated-secret-access-key';
export const REGION = 'us-east-1';

/** An S3 on this machine, kept in a temporary directory that goes with it. */
export interface RunningS3 {
  readonly url: string;
  readonly bucket: string;
  /** For tests that look at objects or put some there. */
  readonly client: S3Client;
  close(): Promise<void>;
}

/** Starts the S3 of the npm package fauxqs, which checks no signatures, with one empty bucket. */
export async function startS3(host: string, options: S3Options = {}): Promise<RunningS3> {
  const { port = 0, bucket = 'etl-temp' } = options;
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-s3-'));
  const server = await startFauxqs({ port, host, logger: false, s3StorageDir: directory });
  server.createBucket(bucket);
  const localUrl = `http://127.0.0.1:${server.port}`;
  const client = new S3Client({
    endpoint: localUrl,
    region: REGION,
    forcePathStyle: true,
    credentials: { accessKeyId: ACCESS_KEY_ID, secretAccessKey: SECRET_ACCESS_KEY },
  });
  return {
    url: options.publicUrl ?? localUrl,
    bucket,
    client,
    close: async () => {
      client.destroy();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
