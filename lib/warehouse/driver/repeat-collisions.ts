import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '../../errors/index.ts';
import type { Logger } from '../../logging/index.ts';

const MAX_TRIES = 3;

/** Waits grow by this factor of 2 and are spread over half of themselves, so that two that collided part. */
const FIRST_WAIT_MS = 200;

/**
 * Runs work again that ended because its transaction collided with another one: a deadlock, or Redshift's errors 1023
 * and 1018. Three tries in all.
 */
export async function repeatCollisions<T>(logger: Logger, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === MAX_TRIES || !isCollision(error)) throw error;
      logger.warn({ err: error, attempt }, 'the transaction collided with another one and is run again');
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1) * (1 + Math.random() / 2));
    }
  }
}

function isCollision(error: unknown): boolean {
  if (!(error instanceof TransientError)) return false;
  const { code, redshiftCode } = error.facts;
  return (
    (typeof code === 'string' && code.startsWith('40')) || redshiftCode === '1023' || redshiftCode === '1018'
  );
}
