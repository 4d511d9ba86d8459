import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { RunSummary } from '@movement-etl/lib/job';
import { inject } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** A job that has ended. */
export interface JobEnd {
  /** As a shell has it: 128 + the signal's number for a process that a signal ended. */
  readonly exitCode: number;
  /** Both streams, as they came. */
  readonly output: string;
  readonly lines: readonly LogLine[];
  /** The last log line's; undefined when the run did not get that far. */
  readonly summary: RunSummary | undefined;
}

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface RunningJob {
  readonly process: ChildProcess;
  readonly end: Promise<JobEnd>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs a job as production does, in a process of its own that knows nothing but the given environment. */
export function runJob(name: string, env: Environment, args: readonly string[] = []): Promise<JobEnd> {
  return startJob(name, env, args).end;
}

/** @param cwd Not the project's folder: a developer's .env must not get into the tests. */
export function startJob(
  name: string,
  env: Environment,
  args: readonly string[] = [],
  { cwd = '/tmp' }: { readonly cwd?: string } = {},
): RunningJob {
  const child = spawn(process.execPath, [programOf(name), ...args], {
    cwd,
    env: { PATH: process.env.PATH, TZ: 'America/New_York', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const end = new Promise<JobEnd>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(jobEnd(code ?? SIGNAL_CODES[signal ?? ''] ?? 1, output)));
  });
  return { process: child, end };
}

function programOf(name: string): string {
  const bundles = inject('bundles');
  return bundles === undefined
    ? join(root, 'jobs', name, 'main.ts')
    : join(bundles, 'jobs', name, 'main.mjs');
}

const SIGNAL_CODES: Readonly<Record<string, number>> = { SIGINT: 130, SIGKILL: 137, SIGTERM: 143 };

function jobEnd(exitCode: number, output: string): JobEnd {
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as LogLine);
  const last = lines.findLast(({ msg }) => msg === 'summary');
  return { exitCode, output, lines, summary: last?.summary as RunSummary | undefined };
}
