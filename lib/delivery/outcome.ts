import { PermanentError, TransientError } from '../errors/index.ts';

/**
 * What became of one row. `synced`: the other side has it. `skipped`: it cannot be sent. `failed`: refused for good.
 * `retry`: failed for a passing reason, the next run tries again.
 */
export type OutcomeWord = 'synced' | 'skipped' | 'failed' | 'retry';

/** The part of an outcome that the answer decides. */
export interface Result {
  readonly outcome: OutcomeWord;
  /** Why it is as it is, in words and without personal data; null where there is nothing to say. */
  readonly errors: string | null;
  /** Null where no answer came, or nothing was sent. */
  readonly httpStatus: number | null;
}

/**
 * What a failed call says of its row: `retry` for a TransientError, `failed` for a PermanentError.
 *
 * @throws the error itself when it says nothing of this row: a ConfigError (a wrong key must not make ten thousand
 *   failures), the reason of a stop, a fault of our own.
 */
export function resultOfError(error: unknown): Result {
  if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
  const { httpStatus } = error.facts;
  return {
    outcome: error instanceof TransientError ? 'retry' : 'failed',
    errors: error.message,
    httpStatus: typeof httpStatus === 'number' ? httpStatus : null,
  };
}
