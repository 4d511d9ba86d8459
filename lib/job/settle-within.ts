import { TransientError } from '../errors/index.ts';

/** Waits for a piece of work at most so long. A late answer is dropped; too late counts as rejected. */
export async function settleWithin<T>(
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<PromiseSettledResult<T>> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TransientError(`no answer within ${timeoutMs} ms`)), timeoutMs);
  const [outcome] = await Promise.allSettled([Promise.race([startNow(work), tooLate])]);
  clearTimeout(timer);
  return outcome;
}

/** Something thrown before the first `await` becomes a rejection too. */
async function startNow<T>(work: () => Promise<T>): Promise<T> {
  return work();
}
