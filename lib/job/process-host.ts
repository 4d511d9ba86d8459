import { readEnvironment } from '../settings/index.ts';
import type { JobHost } from './job-host.ts';

/** This process as the surroundings of a job: its arguments, its environment with `.env`, its output and its signals. */
export function processHost(): JobHost {
  return {
    argv: process.argv.slice(2),
    env: readEnvironment(),
    stdout: process.stdout,
    stderr: process.stderr,
    signals: process,
  };
}
