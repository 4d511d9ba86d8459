import { type RunningSimulators, type SimulatorOptions, startSimulators } from '@movement-etl/simulators';
import pg from 'pg';
import { type JobEnd, type RunningJob, startJob } from './job-process.ts';
import { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';

/** A warehouse and simulators of its own for a test, and the environment with which jobs find them. */
export interface JobStack extends AsyncDisposable {
  readonly simulators: RunningSimulators;
  readonly database: TestDatabase;
  readonly env: Record<string, string>;
  /** Runs a job as a process of its own; `env` is added to the environment, undefined takes a variable out of it. */
  run(job: string, args?: readonly string[], env?: Environment): Promise<JobEnd>;
  /** The same without waiting for its end. */
  start(job: string, args?: readonly string[], env?: Environment): RunningJob;
  /** Runs SQL in the warehouse's PostgreSQL itself, whatever stands before it: to arrange and to look. */
  query<Row extends object = Record<string, unknown>>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Calls a control endpoint of the simulators: `control('mobilize/cancel', { id: 1 })`. */
  control(path: string, body?: unknown): Promise<unknown>;
}

type Environment = Readonly<Record<string, string | undefined>>;

export async function createJobStack(
  options: Partial<SimulatorOptions> & TestDatabaseOptions = {},
): Promise<JobStack> {
  const { migrated = false, dialect = 'postgres', ...simulatorOptions } = options;
  const database = await createTestDatabase({ migrated, dialect });
  const simulators = await startSimulators({ attendances: 60, rateLimits: false, ...simulatorOptions });
  const client = new pg.Client({ connectionString: database.postgresUrl });
  await client.connect();
  const env = { ...simulators.env, ...database.env, LOG_FORMAT: 'json' };
  const start = (job: string, args: readonly string[] = [], more: Environment = {}) =>
    startJob(job, { ...env, ...more }, args);
  return {
    simulators,
    database,
    env,
    start,
    run: (job, args, more) => start(job, args, more).end,
    query: async <Row extends object>(sql: string, values?: unknown[]) =>
      (await client.query(sql, values)).rows as Row[],
    control: async (path, body) => {
      const response = await fetch(`${simulators.url}/__control/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      });
      if (!response.ok) throw new Error(`control ${path}: ${response.status} ${await response.text()}`);
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
    [Symbol.asyncDispose]: async () => {
      await client.end();
      await simulators.close();
      await database.drop();
    },
  };
}
