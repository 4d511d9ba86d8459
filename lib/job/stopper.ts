import { PermanentError } from '../errors/index.ts';
import type { ProcessSignals } from './job-host.ts';
import { STOP_SIGNAL_NAMES, StopSignal, type StopSignalName } from './stop-signal.ts';

/** Of the grace period, so much is kept for closing: writes still in flight are cut off before it. */
const CLOSING_SHARE = 0.2;

/** Waiting for the work makes no sense any more: the reason is the reason for which the run was stopped. */
export class WorkAbandoned extends Error {
  override readonly name = 'WorkAbandoned';
}

/**
 * Ends a run early, in three stages: `signal` asks for it, `cutOffSignal` cuts writes off, `abandoned` rejects when the
 * work is not waited for any longer. The first reason given is the one that counts.
 */
export class Stopper {
  readonly #ask = new AbortController();
  readonly #cutOff = new AbortController();
  readonly #abandoned = Promise.withResolvers<never>();
  readonly #graceMs: number;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor({ graceMs }: { graceMs: number }) {
    this.#graceMs = graceMs;
    // Nobody may be waiting at the moment; that is no unhandled rejection.
    this.#abandoned.promise.catch(() => undefined);
  }

  get signal(): AbortSignal {
    return this.#ask.signal;
  }

  get cutOffSignal(): AbortSignal {
    return this.#cutOff.signal;
  }

  get abandoned(): Promise<never> {
    return this.#abandoned.promise;
  }

  /** Why the run shall end early; undefined: it need not. */
  get reason(): unknown {
    return this.#ask.signal.reason;
  }

  /** Lets the run finish what is in flight, within the grace period. A second call abandons the work. */
  stop(reason: unknown): void {
    if (this.#ask.signal.aborted) {
      this.#abandon();
      return;
    }
    this.#ask.abort(reason);
    this.#after(this.#graceMs * (1 - CLOSING_SHARE), () => this.#cutOff.abort(reason));
    this.#after(this.#graceMs, () => this.#abandon());
  }

  /** The run must not write any more (lost lease): asks and cuts off at once, then waits for the grace period. */
  stopWriting(reason: unknown): void {
    if (!this.#ask.signal.aborted) this.stop(reason);
    this.#cutOff.abort(reason);
  }

  /** The process is in an unknown state (an error that nobody caught): nothing is waited for. */
  crash(reason: unknown): void {
    if (!this.#ask.signal.aborted) this.#ask.abort(reason);
    this.#abandon();
  }

  /** Listens for signals and crashes until the returned function is called. */
  listen(signals: ProcessSignals): () => void {
    const onCrash = (error: unknown) => this.crash(error);
    const onSilence = () =>
      this.crash(new PermanentError('the run waits for something that can never happen'));
    const listeners: [string, (...args: unknown[]) => void][] = [
      ...STOP_SIGNAL_NAMES.map(
        (name) => [name, () => this.stop(new StopSignal(name))] as [StopSignalName, () => void],
      ),
      ['uncaughtException', onCrash],
      ['unhandledRejection', onCrash],
      ['beforeExit', onSilence],
    ];
    for (const [event, listener] of listeners) signals.on(event, listener);
    return () => {
      for (const [event, listener] of listeners) signals.off(event, listener);
      for (const timer of this.#timers) clearTimeout(timer);
    };
  }

  #abandon(): void {
    this.#cutOff.abort(this.reason);
    this.#abandoned.reject(new WorkAbandoned('the work was abandoned', { cause: this.reason }));
  }

  #after(delayMs: number, work: () => void): void {
    this.#timers.push(setTimeout(work, delayMs).unref());
  }
}
