import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { silentLogger } from '@movement-etl/lib/logging';
import { createStatusServer } from '../../../status/server.ts';
import { readSnapshot } from '../../../status/snapshot/index.ts';
import { WarehouseLink } from '../../../status/warehouse-link.ts';

const backlogSql = readFileSync(new URL('../../../sql/reports/backlog.sql', import.meta.url), 'utf8');

export interface StatusSite extends AsyncDisposable {
  readonly url: string;
  get(path: string, init?: RequestInit): Promise<Response>;
  text(path: string): Promise<string>;
}

/** The status page over a database, as main.ts puts it together, but at a time of its own and without the ten seconds. */
export async function startStatusSite(databaseUrl: string, now: Date): Promise<StatusSite> {
  const link = new WarehouseLink({ databaseUrl }, silentLogger);
  const get = async () => readSnapshot(await link.get(), { now, backlogSql, logger: silentLogger });
  const server = createStatusServer({
    snapshots: { get },
    timeZone: 'America/New_York',
    logger: silentLogger,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // A server that listens on a port has this kind of address.
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    get: (path, init) => fetch(url + path, init),
    text: async (path) => (await fetch(url + path)).text(),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await link.close();
    },
  };
}
