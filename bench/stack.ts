import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../scripts/embedded-postgres.ts';
import { type SimulatorOptions, startSimulatorProcess } from './simulator-process.ts';

/** A Postgres and the simulators, each a process of its own, and the environment in which a job finds both. */
export interface BenchStack {
  /** For what a bench leaves behind; removed with the stack. */
  readonly directory: string;
  readonly databaseUrl: string;
  readonly simulatorUrl: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startBenchStack(options: SimulatorOptions): Promise<BenchStack> {
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-bench-'));
  // The server of root's bench runs as another user, who must get to its folder.
  await chmod(directory, 0o711);
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  const simulators = await startSimulatorProcess(options);
  return {
    directory,
    databaseUrl: postgres.url,
    simulatorUrl: simulators.url,
    env: { ...simulators.env, DATABASE_URL: postgres.url, LOG_FORMAT: 'json' },
    stop: async () => {
      await simulators.stop();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
