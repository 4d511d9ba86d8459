import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SimulatorProcess {
  readonly url: string;
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

export interface SimulatorOptions {
  readonly attendances: number;
  /** Default 0. */
  readonly latencyMs?: number;
  /** Default false. */
  readonly rateLimits?: boolean;
}

/** Starts the simulators in a process of their own, so that they take no time of what is measured. */
export async function startSimulatorProcess({
  attendances,
  latencyMs = 0,
  rateLimits = false,
}: SimulatorOptions): Promise<SimulatorProcess> {
  const port = await freePort();
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-bench-'));
  const child = spawn(
    process.execPath,
    [
      'simulators/main.ts',
      ...['--port', String(port), '--attendances', String(attendances), '--latency-ms', String(latencyMs)],
      ...['--credentials-file', join(directory, 'service-account.json')],
      ...(rateLimits ? [] : ['--no-rate-limits']),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const url = `http://127.0.0.1:${port}`;
  const env = await environmentOf(url);
  return {
    url,
    env,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function environmentOf(url: string): Promise<Record<string, string>> {
  const ATTEMPTS = 100;
  for (let attempt = 1; ; attempt++) {
    try {
      const env = (await (await fetch(`${url}/__control/environment`)).json()) as Record<string, string>;
      if (env.MOBILIZE_API_URL !== undefined) return env;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
