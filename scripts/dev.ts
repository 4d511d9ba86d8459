import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { ENVIRONMENT_FILE, startLocalStack, toShell } from './local-stack.ts';
import { freePort, readOptions, wholeNumber } from './options.ts';
import { runStatusPage } from './run-status-page.ts';

/**
 *   npm run dev [-- --attendances 500] [--port 9100] [--status-port 9200]
 *
 * Keeps PostgreSQL, the simulators and the status page up until Ctrl-C, and prints the environment that jobs need to use them.
 */
const values = readOptions('npm run dev [-- --attendances 500] [--port 9100] [--status-port 9200]', {
  attendances: { type: 'string', default: '500' },
  port: { type: 'string', default: '9100' },
  'status-port': { type: 'string', default: '9200' },
});
const statusPort = await freePort('--status-port', values['status-port']);

const stack = await startLocalStack({
  name: 'dev',
  attendances: wholeNumber('--attendances', values.attendances),
  port: await freePort('--port', values.port),
});
const statusPage = await runStatusPage(stack.databaseUrl, { port: statusPort });
writeFileSync(ENVIRONMENT_FILE, toShell(stack.env), { mode: 0o600 });
process.stdout.write(`${toShell(stack.env)}
# Spreadsheets, people, requests:  ${stack.simulators.url}
# How the jobs are doing:          ${statusPage.url}
# In another terminal:             npm run job -- mobilize-to-warehouse
# Jobs started by \`npm run job\` find these settings by themselves. Ctrl-C stops everything.
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
rmSync(ENVIRONMENT_FILE, { force: true });
await statusPage.stop();
await stack.stop();
