import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { didYouMean, readEnvironment } from '@movement-etl/lib/settings';
import { jobNames } from './job-names.ts';
import { ENVIRONMENT_FILE } from './local-stack.ts';
import { runJobProcess } from './run-job.ts';

/**
 *   npm run job -- <name> [flags]
 *
 * Runs one job. Settings that are neither in the environment nor in `.env` come from `npm run dev`, if that is running.
 */
const [name, ...flags] = process.argv.slice(2);
const jobs = jobNames();

if (name === undefined || !jobs.includes(name)) {
  const problem = name === undefined ? '' : `There is no job ${name}${didYouMean(name, jobs)}.\n\n`;
  process.stderr.write(
    `${problem}usage: npm run job -- <name> [flags]\n\nJobs:\n${jobs.map((job) => `  ${job}\n`).join('')}`,
  );
  process.exitCode = 2;
} else {
  // The job handles the signals itself; this process only waits for it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
  const { exitCode } = await runJobProcess(name, flags, {
    ...developmentEnvironment(),
    ...readEnvironment(),
  });
  process.exitCode = exitCode;
}

function developmentEnvironment(): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(ENVIRONMENT_FILE, 'utf8').replaceAll(/^export /gm, ''));
  } catch {
    return {};
  }
}
