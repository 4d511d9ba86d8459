import type { ServerError } from '../wire/messages.ts';

/** A statement that is not sent on. */
export class RefusedError extends Error {
  readonly error: ServerError;

  constructor(error: ServerError) {
    super(error.message);
    this.error = error;
  }
}

export function syntaxError(message: string): RefusedError {
  return new RefusedError({ code: '42601', message: `syntax error: ${message}` });
}

/** What Redshift can do and the stand-in cannot. */
export function notHere(what: string): RefusedError {
  return new RefusedError({
    code: '0A000',
    message: `${what} is not part of this stand-in of Redshift (a real cluster has it)`,
  });
}
