import { Buffer } from 'node:buffer';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { ACCESS_KEY_ID, SECRET_ACCESS_KEY } from '../s3/start-s3.ts';
import { RefusedError } from '../sql/refused-error.ts';
import type { CopyCommand } from './copy-command.ts';

/** One object to load. */
export interface SourceFile {
  readonly url: string;
  /** Its text, unpacked. */
  text(): AsyncGenerator<string, void, undefined>;
}

/** Bytes that are not UTF-8. */
export class InvalidTextError extends Error {}

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/.+$/;

/**
 * Finds the objects that a COPY names, through its manifest or by its prefix.
 *
 * @throws RefusedError for wrong credentials, and when nothing or something mandatory is missing.
 */
export async function findSourceFiles(s3: S3Client, command: CopyCommand): Promise<readonly SourceFile[]> {
  assertCredentials(command);
  const urls = command.hasManifest ? await readManifest(s3, command) : await listPrefix(s3, command);
  return urls.map((url) => ({ url, text: () => readText(s3, url, command) }));
}

/** The S3 beside us checks no signature, so what COPY names is compared here. */
function assertCredentials({ credentials }: CopyCommand): void {
  if (credentials.kind === 'role') {
    if (credentials.role === 'default' || ROLE.test(credentials.role)) return;
    throw s3Error('The IAM role is not valid');
  }
  if (credentials.accessKeyId !== ACCESS_KEY_ID) {
    throw s3Error(
      'The AWS Access Key Id you provided does not exist in our records.,Status 403,Error InvalidAccessKeyId',
    );
  }
  if (credentials.secretAccessKey !== SECRET_ACCESS_KEY) {
    throw s3Error(
      'The request signature we calculated does not match the signature you provided.,Status 403,Error SignatureDoesNotMatch',
    );
  }
}

async function listPrefix(s3: S3Client, { bucket, key }: CopyCommand): Promise<string[]> {
  const answer = await s3
    .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key }))
    .catch(() => ({ Contents: undefined }));
  const keys = (answer.Contents ?? []).flatMap((object) => object.Key ?? []);
  if (keys.length === 0) throw s3Error(`The specified S3 prefix '${key}' does not exist`);
  return keys.map((name) => `s3://${bucket}/${name}`);
}

interface ManifestEntry {
  readonly url: string;
  readonly mandatory?: boolean;
}

async function readManifest(s3: S3Client, { bucket, key }: CopyCommand): Promise<string[]> {
  const body = await getObject(s3, `s3://${bucket}/${key}`);
  const text = body === undefined ? '' : await streamText(body);
  const entries = parseManifest(text);
  const found: string[] = [];
  for (const { url, mandatory = false } of entries) {
    const object = await getObject(s3, url);
    object?.destroy();
    if (object !== undefined) found.push(url);
    else if (mandatory) throw s3Error(`The specified key does not exist (mandatory): ${url}`);
  }
  if (found.length === 0) throw s3Error('No file of the manifest was found');
  return found;
}

function parseManifest(text: string): readonly ManifestEntry[] {
  try {
    const manifest: { readonly entries?: readonly ManifestEntry[] } = JSON.parse(text);
    if (Array.isArray(manifest.entries) && manifest.entries.every(({ url }) => typeof url === 'string')) {
      return manifest.entries;
    }
  } catch {
    // The error below says it.
  }
  throw s3Error('The manifest is missing or not valid JSON with a list of entries');
}

async function* readText(s3: S3Client, url: string, command: CopyCommand): AsyncGenerator<string> {
  const body = await getObject(s3, url);
  if (body === undefined) throw s3Error(`The specified key does not exist: ${url}`);
  const bytes = command.isGzip ? body.pipe(createGunzip()).on('error', () => body.destroy()) : body;
  const fatal = command.invalidCharacter === undefined;
  const decoder = new TextDecoder('utf-8', { fatal });
  const clean = (text: string) => (fatal ? text : text.replaceAll('\ufffd', command.invalidCharacter ?? '?'));
  try {
    for await (const chunk of bytes) yield clean(decoder.decode(chunk as Buffer, { stream: true }));
    yield clean(decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) throw new InvalidTextError('Invalid UTF-8');
    throw s3Error(`The file cannot be read (is it really compressed as COPY says?): ${url}`);
  }
}

async function getObject(s3: S3Client, url: string): Promise<Readable | undefined> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(url) ?? [];
  if (Bucket === undefined || Key === undefined) return undefined;
  const answer = await s3.send(new GetObjectCommand({ Bucket, Key })).catch(() => undefined);
  return answer?.Body as Readable | undefined; // In Node.js a body is a stream.
}

async function streamText(stream: Readable): Promise<string> {
  return Buffer.concat(await stream.toArray()).toString('utf8');
}

function s3Error(message: string): RefusedError {
  return new RefusedError({ code: 'XX000', message: `S3ServiceException:${message}` });
}
