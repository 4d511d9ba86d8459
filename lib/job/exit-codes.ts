import { ConfigError, TransientError } from '../errors/index.ts';
import { StopSignal } from './stop-signal.ts';

/** The exit codes, as `--help` and the manifests have them. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  configuration: 2,
  partial: 3,
  tryLater: 75,
  stoppedBySigint: 130,
  stoppedBySigterm: 143,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** What an exit code means, and whether running again can help. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'done'],
  ['1', 'failed: see the error; running again may or may not help'],
  ['2', 'settings or flags are wrong, or something is not set up: running again cannot help'],
  ['3', 'done, but some records were rejected or failed (0 with --partial-ok)'],
  ['75', 'another run holds the lock, or a remote system stayed unavailable: run again later'],
  ['130, 143', 'stopped by SIGINT or SIGTERM; what was in flight is stored'],
];

/** The exit code of a run that ended with this error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof StopSignal) return error.exitCode;
  if (error instanceof ConfigError) return EXIT_CODES.configuration;
  if (error instanceof TransientError) return EXIT_CODES.tryLater;
  return EXIT_CODES.failed;
}
