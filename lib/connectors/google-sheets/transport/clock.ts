import { wait } from '../../../http/index.ts';

/** Time and chance, handed in so that a test need not wait a minute. */
export interface Clock {
  /** Rejects with the signal's reason when that is aborted. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
  /** 0…1. */
  random(): number;
}

export const systemClock: Clock = { wait, random: Math.random };
