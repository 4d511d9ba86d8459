import { EtlError } from './etl-error.ts';

/** Refused credentials, a broken contract, a failed invariant: a retry gives the same answer. Exit code 1 when it ends a run. */
export class PermanentError extends EtlError {
  override readonly name = 'PermanentError';
}
