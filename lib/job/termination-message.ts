import { access, constants, writeFile } from 'node:fs/promises';
import type { RunSummary } from './run-summary.ts';

/** Kubernetes cuts the message there. Source: kubernetes.io "Determine the Reason for Pod Failure". */
export const MAX_TERMINATION_MESSAGE_BYTES = 4_096;

const KUBERNETES_PATH = '/dev/termination-log';

/** Writes the summary for Kubernetes: to `path`, or where Kubernetes looks if that file is there and can be written. */
export async function writeTerminationMessage(summary: RunSummary, path: string | undefined): Promise<void> {
  if (path === undefined && !(await isWritable(KUBERNETES_PATH))) return;
  await writeFile(path ?? KUBERNETES_PATH, terminationMessage(summary));
}

/** The summary as JSON of at most 4,096 bytes: the least telling parts are left out or cut until it fits. */
export function terminationMessage(summary: RunSummary): string {
  const { error } = summary;
  const cutError = (length: number) =>
    error === undefined
      ? {}
      : { error: { ...error, message: error.message.slice(0, length).toWellFormed() } };
  const shorter: readonly object[] = [
    summary,
    { ...summary, steps: summary.steps.slice(-10) },
    { ...summary, steps: [], ...cutError(500) },
    { ...summary, steps: [], requests: {}, ...cutError(100) },
  ];
  const fitting = shorter.map((part) => JSON.stringify(part)).find(fits);
  if (fitting !== undefined) return fitting;
  const { job, runId, status, exitCode } = summary;
  return JSON.stringify({ job: job.slice(0, 100), runId, status, exitCode });
}

function fits(json: string): boolean {
  return Buffer.byteLength(json) <= MAX_TERMINATION_MESSAGE_BYTES;
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}
