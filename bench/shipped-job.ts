import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Bundles the jobs as the images do. */
export function bundleJobs(): void {
  execFileSync(process.execPath, [join(root, 'scripts/bundle.ts')], { stdio: 'inherit' });
}

/** What a container of the job's image runs: its bundle, under the options that Dockerfile.base gives to Node. */
export function shippedJob(job: string): { readonly bundle: string; readonly nodeOptions: string } {
  const [, nodeOptions = ''] =
    /NODE_OPTIONS="?([^"\n]*)/.exec(readFileSync(join(root, 'Dockerfile.base'), 'utf8')) ?? [];
  return { bundle: join(root, 'dist/jobs', job, 'main.mjs'), nodeOptions };
}
