import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SCRIPT = new URL('child-job.ts', import.meta.url).pathname;

interface Ended {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  readonly terminationLog: string;
}

/** Runs the child job; sends the signals one after the other, the first as soon as the job is at work. */
async function runChild(
  env: Record<string, string>,
  signals: readonly NodeJS.Signals[] = [],
): Promise<Ended> {
  const terminationLog = join(mkdtempSync(join(tmpdir(), 'child-job-')), 'termination-log');
  const startedMs = performance.now();
  const child = spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env.PATH, TERMINATION_LOG_PATH: terminationLog, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const toSend = [...signals];
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (!stdout.includes('at work')) return;
    for (const [index, signal] of toSend.splice(0).entries())
      setTimeout(() => child.kill(signal), index * 100);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const { promise, resolve } = Promise.withResolvers<Pick<Ended, 'exitCode' | 'signal'>>();
  child.on('close', (exitCode, signal) => resolve({ exitCode, signal }));
  const ended = await promise;
  const durationMs = performance.now() - startedMs;
  return { ...ended, stdout, stderr, durationMs, terminationLog: readFileSync(terminationLog, 'utf8') };
}

function summaryOf({ stdout }: Ended): unknown {
  const lastLine = stdout.trimEnd().split('\n').at(-1) ?? '';
  return (JSON.parse(lastLine) as { summary: unknown }).summary;
}

describe('the process of a job', () => {
  it.each([
    { behaviour: 'succeed', signals: [], exitCode: 0, status: 'succeeded' },
    { behaviour: 'wait', signals: ['SIGTERM'], exitCode: 143, status: 'stopped' },
    { behaviour: 'wait', signals: ['SIGINT'], exitCode: 130, status: 'stopped' },
    { behaviour: 'ignore', signals: ['SIGTERM', 'SIGTERM'], exitCode: 143, status: 'stopped' },
    { behaviour: 'throw', signals: [], exitCode: 1, status: 'failed' },
    { behaviour: 'reject', signals: [], exitCode: 1, status: 'failed' },
    { behaviour: 'nothing', signals: [], exitCode: 1, status: 'failed' },
    { behaviour: 'linger', signals: [], exitCode: 0, status: 'succeeded' },
  ] as const)(
    'that shall $behaviour and hears $signals ends with $exitCode and one summary',
    async (row) => {
      const ended = await runChild({ BEHAVIOUR: row.behaviour }, row.signals);

      expect(ended).toMatchObject({ exitCode: row.exitCode, signal: null, stderr: '' });
      expect(summaryOf(ended)).toMatchObject({ status: row.status, exitCode: row.exitCode });
      expect(JSON.parse(ended.terminationLog)).toEqual(summaryOf(ended));
      expect(ended.stdout).not.toContain('lou@example.org');
      expect(ended.durationMs).toBeLessThan(8_000);
    },
    20_000,
  );

  it('loads no database driver, no Google library and no HTTP client to show its help', async () => {
    const loaded = await listLoadedFiles('--help');

    expect(loaded).not.toMatch(/node_modules\/(pg|axios|googleapis|pino-pretty|cli-progress)\//);
    expect(loaded).toContain('node_modules/zod/');
  });
});

async function listLoadedFiles(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', LOAD_LISTENER, SCRIPT, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  for await (const text of child.stderr.setEncoding('utf8')) stderr += text;
  return stderr;
}

/** Writes the URL of every module that is loaded to stderr. */
const LOAD_LISTENER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });
`)}`;
