const EXIT_CODE_BY_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

export type StopSignalName = keyof typeof EXIT_CODE_BY_SIGNAL;

export const STOP_SIGNAL_NAMES = Object.keys(EXIT_CODE_BY_SIGNAL) as readonly StopSignalName[];

/** Why `run.signal` was aborted when the run was told to stop. Not a failure: an `Error` only so that it can be thrown. */
export class StopSignal extends Error {
  override readonly name = 'StopSignal';
  readonly signal: StopSignalName;
  readonly exitCode: (typeof EXIT_CODE_BY_SIGNAL)[StopSignalName];

  constructor(signal: StopSignalName) {
    super(`stopped by ${signal}`);
    this.signal = signal;
    this.exitCode = EXIT_CODE_BY_SIGNAL[signal];
  }
}
