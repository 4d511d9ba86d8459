import { spawn } from 'node:child_process';

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; other variables than `env` are those of this process. */
export async function execute(
  command: string,
  args: readonly string[],
  { cwd, env = {} }: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ exitCode: code ?? 1, stdout, stderr }));
  });
}

/** The docker CLI, for what users type themselves. @throws Error with what it said when it fails. */
export async function docker(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await execute('docker', args);
  if (exitCode !== 0) throw new Error(`docker ${args[0]} ended with ${exitCode}: ${stderr}`);
  return stdout.trim();
}
