import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunSummary } from '@movement-etl/lib/job';
import { root } from './local-stack.ts';

export interface FinishedJob {
  readonly exitCode: number;
  /** What the job says of itself, as in its last log line; undefined when it ended too early for that. */
  readonly summary: RunSummary | undefined;
}

/** Runs a job as production does: a process of its own, settings by the environment, the outcome by its exit code. */
export async function runJobProcess(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<FinishedJob> {
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-run-'));
  const summaryFile = join(directory, 'summary.json');
  try {
    const child = spawn(process.execPath, [join(root, 'jobs', name, 'main.ts'), ...args], {
      cwd: root,
      env: { ...process.env, ...env, TERMINATION_LOG_PATH: summaryFile },
      stdio: 'inherit',
    });
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
    });
    const text = await readFile(summaryFile, 'utf8').catch(() => '');
    return { exitCode, summary: text === '' ? undefined : (JSON.parse(text) as RunSummary) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
