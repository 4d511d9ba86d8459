import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { ConfigError } from '@movement-etl/lib/errors';
import { createLogger } from '@movement-etl/lib/logging';
import { readEnvironment, readSettings } from '@movement-etl/lib/settings';
import { settings as schema } from './config.ts';
import { createStatusServer } from './server.ts';
import { readSnapshot, SnapshotSource } from './snapshot/index.ts';
import { WarehouseLink } from './warehouse-link.ts';

const CONFIGURATION = 2;
const backlogSql = readFileSync(new URL('../sql/reports/backlog.sql', import.meta.url), 'utf8');

process.exitCode = await main();

/** Serves until it is told to stop. Wrong settings end it with 2; a warehouse that is away is waited for. */
async function main(): Promise<number> {
  const { settings, problems, secrets } = readSettings(schema, { env: readEnvironment() });
  const logger = createLogger({ level: settings?.logLevel ?? 'info', secrets, base: { job: 'status' } });
  if (settings === undefined) {
    for (const problem of problems) logger.error({ problem }, 'a setting is wrong');
    return CONFIGURATION;
  }

  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const link = new WarehouseLink(settings, logger);
  const read = async () => readSnapshot(await link.get(), { now: new Date(), backlogSql, logger });
  const { host, port, timeZone } = settings;
  try {
    await read().catch((error) => {
      if (error instanceof ConfigError) throw error;
      logger.warn({ err: error }, 'the warehouse cannot be read yet');
    });
    const server = createStatusServer({ snapshots: new SnapshotSource(read), timeZone, logger });
    await listen(server, { host, port });
    logger.info({ address: server.address() }, 'listening');
    await stopped;
    server.close();
    server.closeAllConnections();
    return 0;
  } catch (error) {
    logger.error({ err: error }, 'the status page cannot be served');
    return error instanceof ConfigError ? CONFIGURATION : 1;
  } finally {
    await link.close();
  }
}

async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const advice =
      code === 'EADDRINUSE'
        ? 'the port is in use; set STATUS_PORT to another'
        : `${code}; look at STATUS_HOST`;
    throw new ConfigError(`It cannot listen on ${host}:${port}: ${advice}.`, { cause });
  }
}
