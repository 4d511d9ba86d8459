import { randomBytes } from 'node:crypto';

/** `20261121T034712Z-9f2c61`: sorts by start time, is unique enough for runs, and can be read aloud. */
export function createRunId(startedAt: Date): string {
  const time = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(3).toString('hex')}`;
}
