import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ParseArgsConfig, parseArgs } from 'node:util';

/**
 * The options of a script; ends the process with its usage for `--help`, and with one line more for an option that there is not.
 *
 * @param usage `npm run demo [-- --fresh]`
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  usage: string,
  options: Options,
) {
  if (process.argv.includes('--help')) {
    process.stdout.write(`usage: ${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    // Node goes on to explain how to pass what is no option.
    const [problem] = (error as Error).message.split('. ');
    return refuse(`${problem}.\nusage: ${usage}`);
  }
}

/** An option that must be a whole number; ends the process with one line otherwise. */
export function wholeNumber(option: string, text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : refuse(`${option} must be a whole number`);
}

/** A port of 127.0.0.1 to listen on, 0 for any; ends the process with one line when it is no number, or in use. */
export async function freePort(option: string, text: string): Promise<number> {
  const port = wholeNumber(option, text);
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
    return port;
  } catch {
    return refuse(`Port ${port} is in use: choose another with ${option}, or stop what listens there.`);
  } finally {
    probe.close();
  }
}

function refuse(problem: string): never {
  process.stderr.write(`${problem}\n`);
  process.exit(2);
}
