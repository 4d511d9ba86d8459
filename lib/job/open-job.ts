import { ConfigError } from '../errors/index.ts';
import type { SettingsOf, SettingsSchema } from '../settings/index.ts';
import type { ResourceStack } from './resource-stack.ts';
import type { RunContext } from './run-context.ts';
import type { Stopper } from './stopper.ts';

/**
 * Connects what a job needs.
 *
 * @throws ConfigError with every problem of the settings.
 */
export async function openJob<Schema extends SettingsSchema, Resources>(
  { job, settings, problems, runId, logger }: RunContext<Schema, Resources>,
  { stopper, stack }: { readonly stopper: Stopper; readonly stack: ResourceStack },
): Promise<{ readonly settings: SettingsOf<Schema>; readonly resources: Resources }> {
  if (settings === undefined) throw new ConfigError(problems);
  const resources = await job.open(settings, {
    runId,
    logger,
    signal: stopper.signal,
    cutOffSignal: stopper.cutOffSignal,
    closing: (close) => stack.add(close),
  });
  return { settings, resources };
}
