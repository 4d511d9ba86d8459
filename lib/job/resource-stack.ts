import { settleWithin } from './settle-within.ts';

type Close = () => Promise<void>;

/** What has to be closed at the end of a run, closed in reverse order. */
export class ResourceStack {
  readonly #closes: Close[] = [];

  add(close: Close): void {
    this.#closes.push(close);
  }

  /** Closes everything once, the last added first, and goes on after one fails or takes longer than `timeoutMs`. */
  async close({
    timeoutMs,
    onError,
  }: {
    timeoutMs: number;
    onError: (error: unknown) => void;
  }): Promise<void> {
    for (let close = this.#closes.pop(); close !== undefined; close = this.#closes.pop()) {
      const outcome = await settleWithin(timeoutMs, close);
      if (outcome.status === 'rejected') onError(outcome.reason);
    }
  }
}
