import { createMask, type Mask } from '../logging/index.ts';
import {
  describeSettings,
  everyJobSettings,
  findUnknownNames,
  readSettings,
  type SettingsOf,
  type SettingsSchema,
} from '../settings/index.ts';
import type { CommandLine } from './command-line.ts';
import type { Job } from './job.ts';
import type { JobHost } from './job-host.ts';
import { type Output, openOutput } from './open-output.ts';
import { createRunId } from './run-id.ts';

/** Everything that is known before anything is connected. */
export interface RunContext<Schema extends SettingsSchema, Resources> extends Output {
  readonly job: Job<Schema, Resources>;
  readonly host: JobHost;
  readonly commandLine: CommandLine;
  readonly runId: string;
  readonly startedAt: Date;
  readonly now: () => Date;
  readonly mask: Mask;
  readonly everyJob: SettingsOf<typeof everyJobSettings>;
  /** Undefined when there are problems. */
  readonly settings: SettingsOf<Schema> | undefined;
  readonly problems: readonly string[];
}

/** Reads the settings and opens the log. Wrong settings do not throw here: they are reported as the run's failure. */
export async function openRunContext<Schema extends SettingsSchema, Resources>(
  job: Job<Schema, Resources>,
  host: JobHost,
  commandLine: CommandLine,
): Promise<RunContext<Schema, Resources>> {
  const now = host.now ?? (() => new Date());
  const startedAt = now();
  const runId = createRunId(startedAt);
  const sources = { env: host.env, flags: commandLine.settingFlags };
  const own = readSettings(job.settings, sources);
  const common = readSettings(everyJobSettings, sources);
  const everyJob = common.settings ?? everyJobSettings.parse({});
  const mask = createMask([...own.secrets, ...common.secrets]);
  const { logger, reporter } = await openOutput({
    stdout: host.stdout,
    env: host.env,
    format: everyJob.logFormat,
    level: everyJob.logLevel,
    mask,
    base: { job: job.name, runId },
  });
  const problems = [...own.problems, ...common.problems];
  const slips = findUnknownNames(host.env, describeSettings(job.settings))
    .filter(({ isLikelySlip }) => isLikelySlip)
    .map(({ problem }) => problem);
  if (problems.length === 0) for (const problem of slips) logger.warn({ problem }, 'a variable is not known');
  return {
    job,
    host,
    commandLine,
    runId,
    startedAt,
    now,
    mask,
    logger,
    reporter,
    everyJob,
    settings: problems.length === 0 ? own.settings : undefined,
    problems: problems.length === 0 ? [] : [...problems, ...slips],
  };
}
