import type { SettingsSchema } from '../settings/index.ts';
import type { Alert } from './alert.ts';
import { alertKind } from './alert-rule.ts';
import type { RunContext } from './run-context.ts';
import type { PreviousRun } from './run-history.ts';
import type { RunSummary } from './run-summary.ts';

/** Whether there is anybody who could be told. */
export function hearsOfRuns<Schema extends SettingsSchema, Resources>({
  host,
  everyJob,
}: RunContext<Schema, Resources>): boolean {
  return host.alert !== undefined || everyJob.slackWebhook !== undefined;
}

/** Sends one message or none about a run, as the alert rule says. */
export async function tellPeople<Schema extends SettingsSchema, Resources>(
  summary: RunSummary,
  previous: PreviousRun | undefined,
  context: RunContext<Schema, Resources>,
): Promise<void> {
  const kind = alertKind(summary, previous, { partialShare: context.everyJob.alertPartialShare });
  if (kind === undefined) return;
  const alert = context.host.alert ?? (await openSlackAlert(context));
  await alert?.send(summary, { kind, previous });
}

/** Loaded only when there is something to tell: a quiet night needs no HTTP client for Slack. */
async function openSlackAlert<Schema extends SettingsSchema, Resources>({
  everyJob: { slackWebhook },
  logger,
}: RunContext<Schema, Resources>): Promise<Alert | undefined> {
  if (slackWebhook === undefined) return undefined;
  const { createSlackAlert } = await import('./slack-alert.ts');
  return createSlackAlert({ webhookUrl: slackWebhook, logger });
}
