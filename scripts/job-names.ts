import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const jobs = join(import.meta.dirname, '../jobs');

/** The names of all jobs, which are the names of their folders. */
export function jobNames(): string[] {
  return readdirSync(jobs).filter((name) => existsSync(join(jobs, name, 'main.ts')));
}
