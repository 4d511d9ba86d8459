import type { Simulator } from './context.ts';
import type { StateFile } from './state-file.ts';

/** Keeps the state of all simulators in one file. */
export interface StateKeeper {
  load(): Promise<void>;
  changed(): void;
  save(): Promise<void>;
  /** Stops the timer and saves what is unsaved. */
  close(): Promise<void>;
}

const saveEveryMs = 2_000;

/**
 * Saves every two seconds when something has changed, and at the end; does nothing without a file.
 * @param origin what the seeded data were made from: state of other data is refused
 */
export function createStateKeeper({
  simulators,
  file,
  origin,
}: {
  readonly simulators: object;
  readonly file: StateFile | undefined;
  readonly origin: Readonly<Record<string, unknown>>;
}): StateKeeper {
  const byName: Array<[name: string, simulator: Simulator]> = Object.entries(simulators);
  let dirty = false;

  const save = async () => {
    if (file === undefined) return;
    dirty = false;
    await file.write({
      origin,
      ...Object.fromEntries(byName.map(([name, simulator]) => [name, simulator.snapshot()])),
    });
  };
  const timer = setInterval(() => {
    if (dirty) save().catch((error: unknown) => console.error('the state could not be saved', error));
  }, saveEveryMs);
  timer.unref();

  return {
    load: async () => {
      const state = await file?.read();
      if (typeof state !== 'object' || state === null) return;
      const saved = new Map<string, unknown>(Object.entries(state));
      if (JSON.stringify(saved.get('origin')) !== JSON.stringify(origin)) {
        throw new Error(
          `the state file belongs to ${JSON.stringify(saved.get('origin'))}, not to ${JSON.stringify(origin)}; remove it or start with the same data`,
        );
      }
      for (const [name, simulator] of byName) {
        if (saved.has(name)) simulator.restore(saved.get(name));
      }
    },
    changed: () => {
      dirty = true;
    },
    save,
    close: async () => {
      clearInterval(timer);
      if (dirty) await save();
    },
  };
}
