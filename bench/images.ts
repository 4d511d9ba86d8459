import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { Table } from '@movement-etl/lib/table';
import packageJson from '../package.json' with { type: 'json' };
import { jobNames } from '../scripts/job-names.ts';
import { root, startLocalStack } from '../scripts/local-stack.ts';
import { median } from './measure.ts';

/**
 *   npm run images && node bench/images.ts
 *
 * How large the images are, and how fast their bundles start: each job against a real PostgreSQL and the simulators, as a
 * process of its own, without the 0.3 to 1 s that the container engine takes. Medians; "best" in brackets.
 */
const ROUNDS = 9;
/** Enough to be a real first run, few enough for Action Network's four calls a second. */
const ATTENDANCES = 20;
const ORDER = ['mobilize-to-sheets', 'mobilize-to-warehouse', 'warehouse-transform'];

/** What jobs need beside the stack's environment. */
const QUERY = { SHEETS_QUERY: 'SELECT job, status FROM etl.job_runs', WORKSHEET: 'Runs' };

const jobs = jobNames().sort((left, right) => rank(left) - rank(right));
const version = packageJson.version;

process.stdout.write('Sizes, MB\n');
const sizes = [];
for (const job of jobs) {
  const image = `movement-etl/${job}:${version}`;
  const compressed = await compressedBytes(image);
  sizes.push({
    job,
    'own layers': megabytes(layerBytes(image)),
    'docker save | gzip -6': megabytes(compressed),
  });
}
process.stdout.write(`${await Table.fromRows(sizes).preview(20)}\n\n`);

spawnSync(process.execPath, [join(root, 'scripts/bundle.ts')], { stdio: 'inherit' });
await rm(join(root, '.local/bench-images'), { recursive: true, force: true });
const stack = await startLocalStack({ name: 'bench-images', attendances: ATTENDANCES });
try {
  process.stdout.write('Start, ms\n');
  const times = [];
  for (const job of jobs) {
    await run(job, environmentOf(job));
    const helps = await repeat(() => run(job, {}, ['--help']));
    const idles = await repeat(() => runAndWatch(job));
    times.push({
      job,
      '--help': shown(helps),
      'first request': shown(idles.flatMap(({ firstRequestMs }) => firstRequestMs ?? [])),
      'nothing to do': shown(idles.map(({ ms }) => ms)),
    });
  }
  process.stdout.write(`${await Table.fromRows(times).preview(20)}\n`);
} finally {
  await stack.stop();
}

/** A run after another: for all but the spreadsheet, which is written anew, there is nothing to do. */
async function runAndWatch(job: string): Promise<{ ms: number; firstRequestMs: number | undefined }> {
  const { journal } = stack.simulators.context;
  journal.clear();
  const startedAtMs = Date.now();
  const ms = await run(job, environmentOf(job));
  const [first] = journal.entries();
  return { ms, firstRequestMs: first && first.atMs - startedAtMs };
}

async function run(
  job: string,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--enable-source-maps', bundleOf(job), ...args], {
    env: { ...process.env, ...env },
    stdio: 'ignore',
  });
  await once(child, 'close');
  return performance.now() - startedMs;
}

function environmentOf(job: string): Readonly<Record<string, string>> {
  return job === 'warehouse-to-sheets' ? { ...stack.env, ...QUERY } : stack.env;
}

function bundleOf(job: string): string {
  return join(root, 'dist/jobs', job, 'main.mjs');
}

/** What the image adds to the base: the layers that its Dockerfile copies into /app. */
function layerBytes(image: string): number {
  const base = layersOf(`movement-etl/base:${version}`);
  return layersOf(image)
    .slice(0, -base.length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

function layersOf(image: string): number[] {
  const output = execFileSync('docker', ['history', '--human=false', '--format', '{{.Size}}', image], {
    encoding: 'utf8',
  });
  return output.trim().split('\n').map(Number);
}

async function compressedBytes(image: string): Promise<number> {
  const save = spawn('docker', ['save', image], { stdio: ['ignore', 'pipe', 'inherit'] });
  let bytes = 0;
  for await (const chunk of save.stdout.pipe(createGzip({ level: 6 }))) bytes += chunk.length;
  return bytes;
}

async function repeat<T>(measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  while (results.length < ROUNDS) results.push(await measure());
  return results;
}

function shown(values: readonly number[]): string {
  if (values.length === 0) return '';
  return `${Math.round(median(values))} (${Math.round(Math.min(...values))})`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

function rank(job: string): number {
  const position = ORDER.indexOf(job);
  return position === -1 ? ORDER.length : position;
}
