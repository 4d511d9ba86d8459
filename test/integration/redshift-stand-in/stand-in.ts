import { type RedshiftOptions, type RunningRedshift, startRedshift } from '@movement-etl/simulators/redshift';
import pg from 'pg';
import { createTestDatabase } from '../../support/test-database.ts';

/** A stand-in before an empty database of its own, and one client of it. */
export interface StandIn extends AsyncDisposable {
  readonly redshift: RunningRedshift;
  readonly client: pg.Client;
  /** A connection to the PostgreSQL behind it. */
  readonly postgresUrl: string;
  /** Another client. */
  connect(): Promise<pg.Client>;
}

export async function startStandIn(options: Partial<RedshiftOptions> = {}): Promise<StandIn> {
  const database = await createTestDatabase({ migrated: false });
  const redshift = await startRedshift({ postgresUrl: database.url, ...options });
  const clients: pg.Client[] = [];
  const connect = async () => {
    const client = new pg.Client({ connectionString: redshift.url.replace('redshift:', 'postgres:') });
    client.on('error', () => {});
    await client.connect();
    clients.push(client);
    return client;
  };
  return {
    redshift,
    client: await connect(),
    postgresUrl: database.url,
    connect,
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(clients.map((client) => client.end()));
      await redshift.close();
      await database.drop();
    },
  };
}
