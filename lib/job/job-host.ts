import type { Environment } from '../settings/index.ts';
import type { Alert } from './alert.ts';

/** What surrounds a run. A job's main.ts gives the real things; a test gives its own. */
export interface JobHost {
  /** Arguments without node and script: `process.argv.slice(2)`. */
  readonly argv: readonly string[];
  readonly env: Environment;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** `process`: signals, crashes and the exit. Without it the run hears none and never exits the process. */
  readonly signals?: ProcessSignals;
  /** Default: the system's clock. */
  readonly now?: () => Date;
  /** Default: Slack, where SLACK_API_WEBHOOK is set. */
  readonly alert?: Alert;
}

/** The part of a writable stream that is used; `process.stdout` has it. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The part of `process` that is used. */
export interface ProcessSignals {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  exit(exitCode: number): void;
}
