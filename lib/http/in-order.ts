/**
 * The results of the tasks in their order, while up to `ahead` later ones are under way or waiting: bounded look-ahead.
 * `ahead` is asked anew each time a result is taken.
 * Tasks are started as results are taken. When one fails or the reader stops, no further one is started and the signal that each was
 * given is aborted.
 */
export async function* inOrder<T>(
  tasks: Iterable<(signal: AbortSignal) => Promise<T>>,
  ahead: () => number,
): AsyncGenerator<T, void, undefined> {
  const stop = new AbortController();
  const queue: Promise<T>[] = [];
  const iterator = tasks[Symbol.iterator]();
  const fill = () => {
    while (queue.length <= ahead()) {
      const next = iterator.next();
      if (next.done) return;
      const result = next.value(stop.signal);
      // The error is met where the result is taken; this keeps one that nobody takes from ending the process.
      result.catch(() => {});
      queue.push(result);
    }
  };
  try {
    for (fill(); queue.length > 0; fill()) {
      // The length was checked, so there is a first one.
      yield await (queue.shift() as Promise<T>);
    }
  } finally {
    stop.abort();
    iterator.return?.();
  }
}
