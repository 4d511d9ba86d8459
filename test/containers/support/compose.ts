import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Ended, execute } from './docker.ts';
import { type Images, root } from './images.ts';

const NO_SETTINGS = join(import.meta.dirname, 'no-settings.env');

/** A compose project of its own: random name, free ports, the images of this test run, and no .env of the developer's. */
export interface ComposeProject extends AsyncDisposable {
  readonly version: string;
  readonly simulatorsUrl: string;
  readonly pgadminUrl: string;
  readonly statusUrl: string;
  /** `docker compose <args>`; `env` stands for what a user has in .env. */
  compose(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The answer of a query in the warehouse: rows of values, all text. */
  query(sql: string): Promise<string[][]>;
}

export async function createComposeProject(
  { registry, tag, pgadmin }: Images,
  { files = ['docker-compose.yml'], attendances = 20 } = {},
): Promise<ComposeProject> {
  const command = await findCompose();
  const name = `movement-etl-test-${crypto.randomUUID().slice(0, 8)}`;
  const [simulatorsPort, pgadminPort, warehousePort, statusPort] = await freePorts(4);
  const settings = {
    COMPOSE_PROJECT_NAME: name,
    IMAGE_REGISTRY: registry,
    IMAGE_TAG: tag,
    PGADMIN_IMAGE: pgadmin,
    SIMULATORS_ATTENDANCES: String(attendances),
    SIMULATORS_PORT: String(simulatorsPort),
    PGADMIN_PORT: String(pgadminPort),
    WAREHOUSE_PORT: String(warehousePort),
    STATUS_PORT: String(statusPort),
    LOG_FORMAT: 'json',
  };
  const options = [...files.flatMap((file) => ['--file', file]), '--env-file', NO_SETTINGS];
  const compose: ComposeProject['compose'] = ([...args], env = {}) =>
    execute(command.path, [...command.args, ...options, ...args], {
      cwd: root,
      env: { ...settings, ...env },
    });
  return {
    version: command.version,
    simulatorsUrl: `http://127.0.0.1:${simulatorsPort}`,
    pgadminUrl: `http://127.0.0.1:${pgadminPort}`,
    statusUrl: `http://127.0.0.1:${statusPort}`,
    compose,
    query: async (sql) => {
      const psql = ['psql', '-U', 'etl', '-d', 'warehouse', '-At', '-F', '\t', '-c', sql];
      const { stdout } = await compose(['exec', '-T', 'warehouse', ...psql]);
      return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]));
    },
    [Symbol.asyncDispose]: async () => {
      await compose(['--profile', 'jobs', 'down', '--volumes', '--timeout', '5']);
    },
  };
}

interface ComposeCommand {
  readonly path: string;
  readonly args: readonly string[];
  readonly version: string;
}

/** COMPOSE_COMMAND (a path), the plugin of the docker CLI, or docker-compose. */
async function findCompose(): Promise<ComposeCommand> {
  const own = process.env.COMPOSE_COMMAND;
  const candidates = own ? [[own]] : [['docker', 'compose'], ['docker-compose']];
  for (const [path = '', ...args] of candidates) {
    const { exitCode, stdout } = await execute(path, [...args, 'version', '--short']).catch(notThere);
    if (exitCode === 0) return { path, args, version: stdout.trim() };
  }
  throw new Error('neither `docker compose` nor docker-compose is there');
}

function notThere(): Ended {
  return { exitCode: 127, stdout: '', stderr: '' };
}

/** Ports that were free a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      await new Promise((resolve) => server.close(resolve));
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}
