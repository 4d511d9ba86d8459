import { once } from 'node:events';
import { join } from 'node:path';
import { connectWarehouse, migrate } from '@movement-etl/lib/warehouse';
import { reachableDirectory, startEmbeddedPostgres } from './embedded-postgres.ts';
import { root } from './local-stack.ts';
import { freePort, readOptions } from './options.ts';
import { runStatusPage } from './run-status-page.ts';
import { writeSimulatedWeek } from './simulated-week.ts';

/**
 *   npm run status:demo [-- --port 9200]
 *
 * Shows the status page after a simulated week, in which a run failed, some were killed and one job is late. Each start
 * begins with an empty database.
 */
const values = readOptions('npm run status:demo [-- --port 9200]', {
  port: { type: 'string', default: '9200' },
});
const port = await freePort('--port', values.port);
const DATABASE = 'status_demo';

const directory = await reachableDirectory(join(root, '.local/status-demo'), 'movement-etl-status-demo');
const postgres = await startEmbeddedPostgres({ directory });
try {
  const databaseUrl = await emptyDatabase(postgres.url);
  const warehouse = await connectWarehouse({ databaseUrl });
  await migrate(warehouse, new URL('../sql/migrations/', import.meta.url));
  await writeSimulatedWeek(warehouse, { now: new Date() });
  await warehouse.close();

  const page = await runStatusPage(databaseUrl, { port });
  process.stdout.write(`The status page: ${page.url}\nCtrl-C stops it.\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM'), page.ended]);
  await page.stop();
} finally {
  await postgres.stop();
}

async function emptyDatabase(serverUrl: string): Promise<string> {
  const server = await connectWarehouse({ databaseUrl: serverUrl });
  try {
    await server.execute(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`);
    await server.execute(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await server.close();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
}
