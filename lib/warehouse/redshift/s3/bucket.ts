import type { Readable } from 'node:stream';
import type { AwsKey, StagingSettings } from '../staging-settings.ts';
import { toS3Error } from './s3-errors.ts';

/** An upload under way. */
export interface RunningUpload {
  readonly done: Promise<void>;
  /** Ends it and lets nothing of it stay. */
  abort(): Promise<void>;
}

/** What loads need of a bucket; errors are converted. */
export interface Bucket {
  /** Uploads while the body is read; a piece of 5 MiB is held at a time. */
  upload(key: string, body: Readable): RunningUpload;
  put(key: string, text: string): Promise<void>;
  delete(keys: readonly string[]): Promise<void>;
  /** Keys in their order, a page of up to 1,000 at a time. */
  list(prefix: string): AsyncIterable<readonly string[]>;
  /** Ends uploads that began before a time and were never finished. */
  abortUploads(prefix: string, before: Date): Promise<void>;
  region(): Promise<string>;
  /** Credentials that are good now. */
  key(): Promise<AwsKey>;
}

/** The least that S3 takes as a piece of an upload. */
const PIECE_BYTES = 5 * 1024 * 1024;
const PIECES_AT_ONCE = 1;
const TRIES = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;
/** DeleteObjects takes so many. */
const KEYS_PER_DELETE = 1_000;

/**
 * Opens the bucket. The SDK is loaded here and not before: it takes 0.2 s, and only a load into Redshift needs it. It
 * finds credentials itself where the settings have none: profile, web identity, role of the task or of the machine.
 */
export async function openBucket(settings: StagingSettings): Promise<Bucket> {
  const { bucket: Bucket, region, credentials, profile, endpoint } = settings;
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')]);
  const client = new sdk.S3Client({
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials: withoutUndefined(credentials) }),
    ...(profile === undefined ? {} : { profile }),
    // An address of one's own rarely has a name for every bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    maxAttempts: TRIES,
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: SILENCE_TIMEOUT_MS },
  });

  async function* list(Prefix: string): AsyncGenerator<readonly string[]> {
    try {
      for await (const page of sdk.paginateListObjectsV2({ client }, { Bucket, Prefix })) {
        yield (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key]));
      }
    } catch (error) {
      throw toS3Error(error);
    }
  }

  return {
    upload(Key, Body) {
      const upload = new Upload({
        client,
        params: { Bucket, Key, Body },
        partSize: PIECE_BYTES,
        queueSize: PIECES_AT_ONCE,
      });
      return { done: converted(upload.done()), abort: () => converted(upload.abort()) };
    },
    put: (Key, Body) => converted(client.send(new sdk.PutObjectCommand({ Bucket, Key, Body }))),
    async delete(keys) {
      for (let start = 0; start < keys.length; start += KEYS_PER_DELETE) {
        const Objects = keys.slice(start, start + KEYS_PER_DELETE).map((Key) => ({ Key }));
        await converted(
          client.send(new sdk.DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } })),
        );
      }
    },
    list,
    async abortUploads(Prefix, before) {
      const { Uploads = [] } = await client.send(new sdk.ListMultipartUploadsCommand({ Bucket, Prefix }));
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (Initiated === undefined || Initiated >= before) continue;
        await client.send(new sdk.AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
      }
    },
    region: () => client.config.region().catch(rethrow),
    async key() {
      const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials().catch(rethrow);
      return { accessKeyId, secretAccessKey, sessionToken };
    },
  };
}

async function converted(work: Promise<unknown>): Promise<void> {
  await work.catch(rethrow);
}

function rethrow(error: unknown): never {
  throw toS3Error(error);
}

function withoutUndefined({ accessKeyId, secretAccessKey, sessionToken }: AwsKey) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
