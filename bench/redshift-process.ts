import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Redshift's stand-in and its S3, in a process of their own. */
export interface RedshiftProcess {
  /** With which a job finds both. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the stand-in before a database of its own on the server of a superuser's URL. */
export async function startRedshiftProcess(serverUrl: string): Promise<RedshiftProcess> {
  const postgresUrl = new URL(serverUrl);
  postgresUrl.pathname = '/redshift';
  const child = spawn(
    process.execPath,
    ['simulators/redshift/main.ts', '--port', '0', '--s3-port', '0', '--postgres-url', postgresUrl.href],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return {
    env: await readEnvironment(child.stdout),
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** What it prints when it listens: a line a variable, of which that of S3's address is the last. */
async function readEnvironment(stdout: NodeJS.ReadableStream): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for await (const line of createInterface({ input: stdout })) {
    const [, name = '', value = ''] = /^(\w+)='(.*)'$/.exec(line) ?? [];
    if (name !== '') env[name] = value;
    if (name === 'AWS_ENDPOINT_URL_S3') return env;
  }
  throw new Error('the stand-in of Redshift ended before it listened');
}
