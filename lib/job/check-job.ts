import { ConfigError } from '../errors/index.ts';
import { messageOf } from '../logging/index.ts';
import type { SettingsSchema } from '../settings/index.ts';
import { EXIT_CODES, exitCodeOf } from './exit-codes.ts';
import type { CheckResult } from './job.ts';
import { openJob } from './open-job.ts';
import { ResourceStack } from './resource-stack.ts';
import type { RunContext } from './run-context.ts';
import { Stopper } from './stopper.ts';

const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Looks whether everything that a run needs is there, says what to do where it is not, and writes nothing.
 *
 * @returns 0; 2 when something is not set up; the exit code of the error that ended the check
 */
export async function checkJob<Schema extends SettingsSchema, Resources>(
  context: RunContext<Schema, Resources>,
): Promise<number> {
  const { host, job, reporter, everyJob, logger } = context;
  const stopper = new Stopper({ graceMs: everyJob.stopGraceSeconds * 1_000 });
  const stopListening = host.signals && stopper.listen(host.signals);
  const stack = new ResourceStack();
  try {
    const work = async () => {
      const { settings, resources } = await openJob(context, { stopper, stack });
      return reportAll(job.check(resources, settings), (result) => reporter.checked(result));
    };
    return await Promise.race([stopper.abandoned, work()]);
  } catch (thrown) {
    const error = stopper.reason ?? thrown;
    for (const result of asResults(error)) reporter.checked(result);
    return exitCodeOf(error);
  } finally {
    await stack.close({
      timeoutMs: CLOSE_TIMEOUT_MS,
      onError: (error) => logger.warn({ err: error }, 'something could not be closed'),
    });
    stopListening?.();
  }
}

async function reportAll(
  results: AsyncIterable<CheckResult>,
  report: (result: CheckResult) => void,
): Promise<number> {
  let isAllFine = true;
  for await (const result of results) {
    report(result);
    isAllFine &&= result.ok;
  }
  return isAllFine ? EXIT_CODES.done : EXIT_CODES.configuration;
}

function asResults(error: unknown): CheckResult[] {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => ({ what: 'settings', ok: false, problem }));
  }
  const problem = error instanceof Error ? messageOf(error) : String(error);
  return [{ what: 'the check could not go on', ok: false, problem }];
}
