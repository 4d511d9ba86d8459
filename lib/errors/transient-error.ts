import { EtlError } from './etl-error.ts';

/** Timeout, 429, 5xx, lost connection, deadlock, lock held: the same call may work later. Exit code 75 when it ends a run. */
export class TransientError extends EtlError {
  override readonly name = 'TransientError';
}
