import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from './local-stack.ts';

interface StatusLogLine {
  readonly msg?: string;
  readonly address?: { readonly port: number };
  readonly problem?: string;
  readonly err?: { readonly message: string };
}

export interface StatusPage {
  readonly url: string;
  /** Settles when the process ends, by itself or not. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/**
 * Starts the status page as production does, in a process of its own, and waits until it listens.
 *
 * @throws Error with what it said was wrong when it ends instead.
 */
export async function runStatusPage(
  databaseUrl: string,
  { port = 9200 }: { readonly port?: number } = {},
): Promise<StatusPage> {
  const child = spawn(process.execPath, [join(root, 'status/main.ts')], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, STATUS_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const problems: string[] = [];
  const output = createInterface({ input: child.stdout });
  for await (const line of output) {
    const { msg, address, problem, err } = JSON.parse(line) as StatusLogLine;
    const said = problem ?? err?.message;
    if (said !== undefined) problems.push(said);
    if (msg !== 'listening' || address === undefined) continue;
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${address.port}`,
      ended,
      stop: async () => {
        child.kill('SIGTERM');
        await ended;
      },
    };
  }
  throw new Error(`The status page did not start: ${problems.join('\n')}`);
}
