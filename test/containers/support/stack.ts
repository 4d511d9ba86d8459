import { PostgreSqlContainer } from '@testcontainers/postgresql';
import pg from 'pg';
import { GenericContainer, Network, Wait } from 'testcontainers';
import { expect } from 'vitest';
import { docker, type Ended, execute } from './docker.ts';
import type { Images } from './images.ts';

const PASSWORD = 'canary-warehouse-password';

/** How a careful user starts a job: nothing can be written, nothing can be gained. */
const HARDENED = [
  ...['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges', '--init'],
];

type Environment = Readonly<Record<string, string>>;

/** A real PostgreSQL and the simulators on a network of their own, and the images of jobs to run beside them. */
export interface ContainerStack extends AsyncDisposable {
  /** What a job needs to find the two. */
  readonly env: Environment;
  /** Runs a job's image to its end, and removes the container. */
  run(job: string, args?: readonly string[], env?: Environment): Promise<JobEnd>;
  /** Starts a job's image in the background. */
  start(job: string, args?: readonly string[], env?: Environment): Promise<RunningContainer>;
  query<Row extends object = Record<string, unknown>>(sql: string): Promise<Row[]>;
  /** Calls a control endpoint of the simulators: POST with a body, GET without. */
  control<Answer = unknown>(path: string, body?: object): Promise<Answer>;
}

export interface JobEnd extends Ended {
  /** The last log line's summary; undefined when there was no run. */
  readonly summary: Record<string, unknown> | undefined;
}

export interface RunningContainer {
  /** `docker stop`, which sends SIGTERM and after the grace period SIGKILL. */
  stop(graceSeconds: number): Promise<void>;
  /** Waits for the end of it. */
  end(): Promise<JobEnd>;
}

export async function startStack(
  { registry, tag }: Images,
  { attendances = 40 } = {},
): Promise<ContainerStack> {
  const network = await new Network().start();
  const [warehouse, simulators] = await Promise.all([
    new PostgreSqlContainer('postgres:18-bookworm')
      .withNetwork(network)
      .withNetworkAliases('warehouse')
      .withUsername('etl')
      .withPassword(PASSWORD)
      .withDatabase('warehouse')
      .start(),
    new GenericContainer(`${registry}/simulators:${tag}`)
      .withNetwork(network)
      .withNetworkAliases('simulators')
      .withCommand([
        ...['--host=0.0.0.0', '--public-url=http://simulators:9100'],
        ...[`--attendances=${attendances}`, '--no-rate-limits'],
      ])
      .withExposedPorts(9100)
      .withWaitStrategy(Wait.forHttp('/__control/clock', 9100))
      .start(),
  ]);
  const client = new pg.Client({ connectionString: `${warehouse.getConnectionUri()}?sslmode=disable` });
  await client.connect();

  const controlUrl = `http://${simulators.getHost()}:${simulators.getMappedPort(9100)}/__control`;
  const control = async <Answer>(path: string, body?: object): Promise<Answer> => {
    const init = body && {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${controlUrl}/${path}`, init);
    expect(answer.ok, `${path}: ${answer.status}`).toBe(true);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
  const env: Environment = {
    ...(await control<Environment>('environment')),
    DATABASE_URL: `postgres://etl:${PASSWORD}@warehouse:5432/warehouse`,
    MOBILIZE_CALLS_PER_SECOND: '0',
    AN_CALLS_PER_SECOND: '0',
  };
  const started: string[] = [];

  const start: ContainerStack['start'] = async (job, args = [], more = env) => {
    const id = await docker(
      ...['run', '--detach', ...HARDENED, '--network', network.getName()],
      ...Object.entries(more).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      `${registry}/${job}:${tag}`,
      ...args,
    );
    started.push(id);
    return {
      stop: async (graceSeconds) => void (await docker('stop', '--time', String(graceSeconds), id)),
      end: async () => {
        const exitCode = Number(await docker('wait', id));
        const { stdout, stderr } = await execute('docker', ['logs', id]);
        await docker('rm', id);
        started.splice(started.indexOf(id), 1);
        return { exitCode, stdout, stderr, summary: summaryIn(stdout) };
      },
    };
  };
  return {
    env,
    start,
    run: async (...run) => (await start(...run)).end(),
    query: async <Row extends object>(sql: string) => (await client.query(sql)).rows as Row[],
    control,
    [Symbol.asyncDispose]: async () => {
      if (started.length > 0) await docker('rm', '--force', ...started);
      await client.end();
      await Promise.all([warehouse.stop(), simulators.stop()]);
      await network.stop();
    },
  };
}

function summaryIn(log: string): JobEnd['summary'] {
  const line = log.trimEnd().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? JSON.parse(line).summary : undefined;
}
