import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ENVIRONMENT_FILE, startLocalStack, toShell, wholeNumber } from './local-stack.ts';

/**
 *   npm run dev [-- --attendances 500] [--port 9100]
 *
 * Keeps PostgreSQL and the simulators up until Ctrl-C, and prints the environment that jobs need to use them.
 */
const { values } = parseArgs({
  options: {
    attendances: { type: 'string', default: '500' },
    port: { type: 'string', default: '9100' },
  },
});

const stack = await startLocalStack({
  name: 'dev',
  attendances: wholeNumber('--attendances', values.attendances),
  port: wholeNumber('--port', values.port),
});
writeFileSync(ENVIRONMENT_FILE, toShell(stack.env), { mode: 0o600 });
process.stdout.write(`${toShell(stack.env)}
# The page of the simulators:  ${stack.simulators.url}
# In another terminal:         npm run job -- mobilize-to-warehouse
# Jobs started by \`npm run job\` find these settings by themselves. Ctrl-C stops everything.
`);

await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
rmSync(ENVIRONMENT_FILE, { force: true });
await stack.stop();
