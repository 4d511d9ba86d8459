/** What a test makes go wrong; each strikes once. */
export interface FaultKnobs {
  /** Cuts the connection that sends the n-th message from now on, before the message takes effect. */
  cutAtMessage(n: number): void;
  /** The next COPY fails with this text, before it loads anything. */
  failNextCopy(message?: string): void;
  /** The next COMMIT fails as a transaction does that collided with another one (error 1023), and rolls back. */
  conflictOnNextCommit(): void;
}

/** The knobs and what the sessions ask them. */
export interface Faults {
  readonly knobs: FaultKnobs;
  /** Counts a message. */
  cutsNow(): boolean;
  takeCopyFailure(): string | undefined;
  takeConflict(): boolean;
}

export function createFaults(): Faults {
  let messagesLeft = 0;
  let copyFailure: string | undefined;
  let hasConflict = false;
  return {
    knobs: {
      cutAtMessage: (n) => {
        messagesLeft = n;
      },
      failNextCopy: (message = 'The specified S3 object could not be read (simulated fault)') => {
        copyFailure = message;
      },
      conflictOnNextCommit: () => {
        hasConflict = true;
      },
    },
    cutsNow: () => {
      if (messagesLeft === 0) return false;
      messagesLeft -= 1;
      return messagesLeft === 0;
    },
    takeCopyFailure: () => {
      const failure = copyFailure;
      copyFailure = undefined;
      return failure;
    },
    takeConflict: () => {
      const strikes = hasConflict;
      hasConflict = false;
      return strikes;
    },
  };
}
