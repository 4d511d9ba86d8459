import { gunzipSync } from 'node:zlib';
import { createLogger, silentLogger } from '@movement-etl/lib/logging';
import { describe, expect, it } from 'vitest';
import { createS3Staging } from '../../../../../lib/warehouse/redshift/s3/s3-staging.ts';
import { readStagingSettings } from '../../../../../lib/warehouse/redshift/staging-settings.ts';
import { createInMemoryBucket, type InMemoryBucket } from './in-memory-bucket.ts';

const settings = (more: object = {}) =>
  readStagingSettings({ s3TempBucket: 'bucket', s3TempBucketPrefix: 'tmp', ...more });
const stagingOn = (bucket: InMemoryBucket, more?: object, logger = silentLogger) =>
  createS3Staging(settings(more), logger, async () => bucket);

async function* csv() {
  yield Buffer.from('1,a\n');
}

const keyOfLoad = (start: Date, file = 'part-00001.csv.gz') =>
  `tmp/movement-etl/${start.toISOString().replace(/[-:]|\.\d+/g, '')}-0123456789ab/${file}`;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

describe('the staging area', () => {
  it('keeps each load in a folder that says when it began, with a manifest that makes every part mandatory', async () => {
    const bucket = createInMemoryBucket();
    await using folder = await stagingOn(bucket).openFolder();

    const manifestUrl = await folder.upload(csv());

    expect(folder.url).toMatch(/^s3:\/\/bucket\/tmp\/movement-etl\/\d{8}T\d{6}Z-[0-9a-f]{12}\/$/);
    expect(manifestUrl).toBe(`${folder.url}manifest.json`);
    const [part, manifest] = [...bucket.objects.keys()];
    expect(gunzipSync(bucket.objects.get(part ?? '') ?? Buffer.alloc(0)).toString()).toBe('1,a\n');
    expect(JSON.parse(String(bucket.objects.get(manifest ?? '')))).toEqual({
      entries: [{ url: `${folder.url}part-00001.csv.gz`, mandatory: true }],
    });
  });

  it('gives two loads folders of their own', async () => {
    const staging = stagingOn(createInMemoryBucket());

    const folders = await Promise.all([staging.openFolder(), staging.openFolder()]);

    expect(folders[0].url).not.toBe(folders[1].url);
  });

  it('is empty after a load, and after one whose rows failed', async () => {
    const bucket = createInMemoryBucket();
    const staging = stagingOn(bucket);
    const failing = async function* () {
      yield Buffer.from('1\n');
      throw new Error('no more');
    };

    for (const rows of [csv, failing]) {
      await using folder = await staging.openFolder();
      await folder.upload(rows()).catch(() => undefined);
    }

    expect([...bucket.objects.keys()]).toEqual([]);
  });

  it('loses at its first use what killed runs left more than a day ago, and nothing else', async () => {
    const bucket = createInMemoryBucket();
    const kept = [
      keyOfLoad(hoursAgo(23)),
      keyOfLoad(hoursAgo(0)),
      'tmp/movement-etl/notes.txt',
      'tmp/other/20200101T000000Z-0123456789ab/part-00001.csv.gz',
    ];
    const lost = [
      keyOfLoad(hoursAgo(25)),
      keyOfLoad(hoursAgo(25), 'manifest.json'),
      keyOfLoad(hoursAgo(9_000)),
    ];
    for (const key of [...kept, ...lost]) bucket.objects.set(key, Buffer.from('x'));

    await using _folder = await stagingOn(bucket).openFolder();

    expect([...bucket.objects.keys()].sort()).toEqual(kept.sort());
  });

  it('goes on when it may not list or delete, and says so', async () => {
    const lines: string[] = [];
    const logger = createLogger({ destination: { write: (line: string) => lines.push(line) } });
    const refuse = () => Promise.reject(new Error('AccessDenied'));
    const bucket = { ...createInMemoryBucket(), delete: refuse, abortUploads: refuse };

    {
      await using folder = await stagingOn(bucket, {}, logger).openFolder();
      await folder.upload(csv());
    }

    expect(lines.map((line) => JSON.parse(line).msg)).toEqual([
      'left-over objects on S3 could not be looked for',
      'objects on S3 could not be deleted; a run after tomorrow will try',
    ]);
  });

  it.each([
    [{ redshiftIamRole: 'default' }, { iamRole: 'default' }],
    [{}, { key: { accessKeyId: 'AKIA', secretAccessKey: 'secret' } }],
  ])('lets Redshift read by the role, or else by its own key: %j', async (more, authorization) => {
    expect(await stagingOn(createInMemoryBucket(), more).access()).toEqual({
      authorization,
      region: 'eu-west-1',
    });
  });
});
