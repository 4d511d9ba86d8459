import type { ProcessSignals } from './job-host.ts';

/** So long may handles linger after a run (a socket that does not close, work that was abandoned) before the process is ended. */
const LINGER_MS = 1_000;

/**
 * The process ends by itself when nothing is left to do; if something is left after 1 s, it is ended. An error that
 * comes only now changes nothing any more: the summary is written.
 */
export function endProcessSoon(signals: ProcessSignals, exitCode: number): void {
  for (const event of ['uncaughtException', 'unhandledRejection']) signals.on(event, () => undefined);
  setTimeout(() => signals.exit(exitCode), LINGER_MS).unref();
}
