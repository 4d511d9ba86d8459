import { TransientError } from '../errors/index.ts';
import type { Result } from './outcome.ts';

const FAILURES_IN_A_ROW = 20;

/** Ends a run in which nothing gets through any more: what is unavailable then is the other side, not twenty rows. */
export class FailureGuard {
  readonly #system: string;
  #inARow = 0;

  /** @param system the other side, as people know it */
  constructor(system: string) {
    this.#system = system;
  }

  /** @throws TransientError after twenty failures in a row that a later try may mend. */
  see({ outcome, errors }: Pick<Result, 'outcome' | 'errors'>): void {
    this.#inARow = outcome === 'retry' ? this.#inARow + 1 : 0;
    if (this.#inARow < FAILURES_IN_A_ROW) return;
    throw new TransientError(
      `${this.#system} seems to be unavailable: ${FAILURES_IN_A_ROW} calls in a row failed, the last one with: ${errors}`,
    );
  }
}
