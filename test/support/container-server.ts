import { randomBytes } from 'node:crypto';
import { GenericContainer, getContainerRuntimeClient, ImageName, Wait } from 'testcontainers';
import type { PostgresServer } from './postgres-server.ts';

const IMAGE = 'postgres:18-bookworm';
const PORT = 5432;

/** Why no container can be started; undefined when one can. An image is never pulled: tests need no registry. */
export async function whyNoContainer(): Promise<string | undefined> {
  if (process.env.EMBEDDED_POSTGRES === '1') return 'EMBEDDED_POSTGRES=1';
  // The reaper container would have to be pulled too; `stop` below and the test run's end do its work.
  process.env.TESTCONTAINERS_RYUK_DISABLED = 'true';
  try {
    const client = await getContainerRuntimeClient();
    if (await client.image.exists(ImageName.fromString(IMAGE))) return undefined;
    return `the image ${IMAGE} is not there (docker pull ${IMAGE})`;
  } catch {
    return 'no container engine answers';
  }
}

/**
 * A PostgreSQL in a container, which is removed when it is stopped.
 *
 * There is no health check, as PostgreSqlContainer would have one four times a second: each is a process whose end the
 * server hears of, because it is the first process of the container, and where a busy machine cuts one off, the server takes
 * that for a crash of its own and drops every connection.
 */
export async function startContainerServer(flags: readonly string[]): Promise<PostgresServer> {
  const password = randomBytes(12).toString('hex');
  const container = await new GenericContainer(IMAGE)
    .withEnvironment({ POSTGRES_PASSWORD: password })
    .withExposedPorts(PORT)
    .withCommand(['postgres', ...flags.flatMap((flag) => ['-c', flag])])
    // The first time it is ready for its own set-up only.
    .withWaitStrategy(Wait.forLogMessage('database system is ready to accept connections', 2))
    .withStartupTimeout(120_000)
    .start();
  return {
    url: `postgres://postgres:${password}@${container.getHost()}:${container.getMappedPort(PORT)}/postgres?sslmode=disable`,
    what: `testcontainers, ${IMAGE}`,
    stop: async () => {
      await container.stop();
    },
  };
}
