import type { Bucket } from './bucket.ts';
import { startOfLoad } from './load-folder-name.ts';

/** No load takes so long: what is older was left by a run that was killed. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Deletes what killed runs left in our own folder, a day after they began, and answers how many objects that were. Keys
 * come in the order of their loads' beginnings, so only old ones are listed. What does not look like a load's is left.
 */
export async function deleteLeftOvers(bucket: Bucket, ourFolder: string, now: Date): Promise<number> {
  const before = new Date(now.getTime() - MAX_AGE_MS);
  let deleted = 0;
  for await (const keys of bucket.list(ourFolder)) {
    const starts = keys.map((key) => startOfLoad(key.slice(ourFolder.length)));
    const old = keys.filter((_, index) => isBefore(starts[index], before));
    await bucket.delete(old);
    deleted += old.length;
    if (starts.some((start) => start !== undefined && start >= before)) break;
  }
  await bucket.abortUploads(ourFolder, before);
  return deleted;
}

function isBefore(start: Date | undefined, before: Date): boolean {
  return start !== undefined && start < before;
}
