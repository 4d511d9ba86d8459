import { PermanentError, TransientError } from '../errors/index.ts';
import type { Result } from './outcome.ts';

const FAILURES_IN_A_ROW = 20;
/** A share of less than this says little. */
const LEAST_CALLS = 50;

/**
 * Ends a run in which too little gets through: what is wrong then is the other side, the key or the mapping, and not each
 * of ten thousand rows.
 */
export class FailureGuard {
  readonly #system: string;
  readonly #maxFailedShare: number;
  #inARow = 0;
  #calls = 0;
  #failures = 0;
  #refusals = 0;

  /**
   * @param system the other side, as people know it
   * @param maxFailedShare the share of calls that may fail, 0 to 1; looked at from fifty calls on
   */
  constructor(system: string, maxFailedShare: number) {
    this.#system = system;
    this.#maxFailedShare = maxFailedShare;
  }

  /**
   * Counts one outcome.
   *
   * @throws TransientError after twenty failures in a row that a later try may mend, and when too large a share failed so.
   *   PermanentError when too large a share failed, and some of them were refused for good.
   */
  see({ outcome, errors }: Pick<Result, 'outcome' | 'errors'>): void {
    if (outcome === 'skipped') return;
    this.#calls += 1;
    if (outcome === 'retry' || outcome === 'failed') this.#failures += 1;
    if (outcome === 'failed') this.#refusals += 1;
    this.#inARow = outcome === 'retry' ? this.#inARow + 1 : 0;
    if (this.#inARow >= FAILURES_IN_A_ROW) {
      throw new TransientError(
        `${this.#system} seems to be unavailable: ${FAILURES_IN_A_ROW} calls in a row failed, the last one with: ${errors}`,
      );
    }
    if (this.#calls >= LEAST_CALLS && this.#failures > this.#calls * this.#maxFailedShare) {
      const ErrorClass = this.#refusals > 0 ? PermanentError : TransientError;
      throw new ErrorClass(
        `${this.#failures} of ${this.#calls} calls to ${this.#system} failed, more than the share of ${this.#maxFailedShare} that --max-failed-share allows; the last one with: ${errors}`,
        { facts: { calls: this.#calls, failures: this.#failures } },
      );
    }
  }
}
