import { ConfigError } from '../errors/index.ts';
import { everyJobSettings, type SettingsSchema } from '../settings/index.ts';
import { checkJob } from './check-job.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { endProcessSoon } from './exit-watchdog.ts';
import { helpText } from './help-text.ts';
import type { AnyJob, Job } from './job.ts';
import type { JobHost } from './job-host.ts';
import { openRunContext } from './run-context.ts';
import { superviseRun } from './supervise-run.ts';

/**
 * Does what the arguments say with a job: run it, check it, or show its help or version. Never throws.
 *
 * @returns the exit code; give it to `process.exitCode`
 */
export async function runJob<Schema extends SettingsSchema, Resources>(
  job: Job<Schema, Resources>,
  host: JobHost,
): Promise<number> {
  const commandLine = readCommandLine(job, host);
  if (commandLine === undefined) return EXIT_CODES.configuration;
  if (commandLine.command === 'help') return say(host, helpText(job));
  if (commandLine.command === 'version') return say(host, `${job.version}\n`);

  const context = await openRunContext(job, host, commandLine);
  const exitCode = commandLine.command === 'check' ? await checkJob(context) : await superviseRun(context);
  if (host.signals !== undefined) endProcessSoon(host.signals, exitCode);
  return exitCode;
}

function readCommandLine(job: AnyJob, { argv, stderr }: JobHost): CommandLine | undefined {
  try {
    return parseCommandLine(argv, job.settings, everyJobSettings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map((problem) => `${job.name}: ${problem}\n`).join('');
    stderr.write(`${problems}Try ${job.name} --help.\n`);
    return undefined;
  }
}

function say({ stdout }: JobHost, text: string): number {
  stdout.write(text);
  return EXIT_CODES.done;
}
