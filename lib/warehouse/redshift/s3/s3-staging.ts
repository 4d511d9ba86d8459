import type { Buffer } from 'node:buffer';
import type { Logger } from '../../../logging/index.ts';
import type { CopySource } from '../copy-statement.ts';
import type { StagingSettings } from '../staging-settings.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { deleteLeftOvers } from './delete-left-overs.ts';
import { createFolderName, OUR_FOLDER } from './load-folder-name.ts';
import { uploadParts } from './upload-parts.ts';

/** The place on S3 through which rows get into Redshift. */
export interface S3Staging {
  /** Makes a folder for one load. The first call also deletes what killed runs have left there. */
  openFolder(): Promise<LoadFolder>;
  /** How Redshift is to read the bucket, with credentials that are good now. */
  access(): Promise<Pick<CopySource, 'authorization' | 'region'>>;
}

/** The folder of one load; disposing of it deletes its objects, and never throws. */
export interface LoadFolder extends AsyncDisposable {
  /** `s3://bucket/…/`. */
  readonly url: string;
  /**
   * Uploads CSV and a manifest that names every part, and answers the manifest's URL; undefined: there was no CSV.
   *
   * @throws what the chunks throw.
   */
  upload(chunks: AsyncIterable<Buffer>): Promise<string | undefined>;
}

/** Nothing is asked of S3 before the first folder is opened. */
export function createS3Staging(
  settings: StagingSettings,
  logger: Logger,
  open: (settings: StagingSettings) => Promise<Bucket> = openBucket,
): S3Staging {
  const ourFolder = `${settings.prefix}${OUR_FOLDER}`;
  let opened: Promise<Bucket> | undefined;

  async function openOnce(): Promise<Bucket> {
    const bucket = await open(settings);
    try {
      const objects = await deleteLeftOvers(bucket, ourFolder, new Date());
      if (objects > 0) logger.info({ objects }, 'objects that killed runs left on S3 were deleted');
    } catch (err) {
      logger.warn({ err }, 'left-over objects on S3 could not be looked for');
    }
    return bucket;
  }

  return {
    async openFolder() {
      opened ??= openOnce();
      return createLoadFolder(
        await opened,
        settings.bucket,
        `${ourFolder}${createFolderName(new Date())}`,
        logger,
      );
    },
    async access() {
      opened ??= openOnce();
      const bucket = await opened;
      const { iamRole } = settings;
      const authorization = iamRole === undefined ? { key: await bucket.key() } : { iamRole };
      return { authorization, region: await bucket.region() };
    },
  };
}

function createLoadFolder(bucket: Bucket, bucketName: string, path: string, logger: Logger): LoadFolder {
  const manifestKey = `${path}manifest.json`;
  const used: string[] = [];
  const url = (key: string) => `s3://${bucketName}/${key}`;

  return {
    url: url(path),
    async upload(chunks) {
      const parts = await uploadParts(bucket, chunks, (part) => {
        const key = `${path}part-${String(part).padStart(5, '0')}.csv.gz`;
        used.push(key);
        return key;
      });
      if (parts.length === 0) return undefined;
      used.push(manifestKey);
      const entries = parts.map((key) => ({ url: url(key), mandatory: true }));
      await bucket.put(manifestKey, JSON.stringify({ entries }));
      return url(manifestKey);
    },
    async [Symbol.asyncDispose]() {
      try {
        await bucket.delete(used);
      } catch (err) {
        logger.warn(
          { err, folder: url(path) },
          'objects on S3 could not be deleted; a run after tomorrow will try',
        );
      }
    },
  };
}
