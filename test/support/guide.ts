import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
/** Where the simulators of `npm run dev` listen. */
const DEV_URL = 'http://127.0.0.1:9100';

/** A block of commands in a guide, and what the guide says that they print. */
export interface GuideStep {
  readonly commands: string;
  /** Undefined where the guide does not show it. */
  readonly output: string | undefined;
}

export function readGuide(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The blocks marked `sh`, in order, each with the block marked `text` that follows it at once. */
export function stepsOf(markdown: string): GuideStep[] {
  const blocks = markdown.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n^```text\n([\s\S]*?)^```\n)?/gm);
  return [...blocks].map(([, commands = '', output]) => ({ commands, output }));
}

/** Runs commands as a person does in the project's folder, with Node 24 first on the path. */
export async function runStep(
  { commands }: GuideStep,
  env: Readonly<Record<string, string>>,
  simulatorsUrl: string,
): Promise<{ readonly exitCode: number; readonly stdout: string; readonly output: string }> {
  const child = spawn('bash', ['-e', '-c', commands.replaceAll(DEV_URL, simulatorsUrl)], {
    cwd: root,
    env: { ...env, PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH}`, HOME: process.env.HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
      if (stream === child.stdout) stdout += text;
    });
  }
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, stdout, output };
}
