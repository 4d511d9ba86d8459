import type { Clock } from '../clock.ts';

/**
 * Work that a background request has put off. It is done when its time has come and somebody asks for anything; a restart
 * forgets it.
 */
export interface Background {
  defer(delayMs: number, work: () => void): void;
  runDue(): void;
  clear(): void;
}

/** @param onRun told after work was done */
export function createBackground(clock: Clock, onRun: () => void): Background {
  let waiting: Array<{ readonly dueMs: number; readonly work: () => void }> = [];

  return {
    defer: (delayMs, work) => {
      waiting.push({ dueMs: clock.now() + delayMs, work });
    },
    runDue: () => {
      const nowMs = clock.now();
      const due = waiting.filter(({ dueMs }) => dueMs <= nowMs);
      if (due.length === 0) return;
      waiting = waiting.filter(({ dueMs }) => dueMs > nowMs);
      for (const { work } of due) work();
      onRun();
    },
    clear: () => {
      waiting = [];
    },
  };
}
