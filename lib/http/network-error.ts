import { PermanentError, TransientError } from '../errors/index.ts';
import { redact } from './redact.ts';
import type { Call } from './send.ts';

export function timeoutError({ facts, timeoutMs }: Call): TransientError {
  return new TransientError(`${facts.source}: ${facts.endpoint} gave no complete answer in ${timeoutMs} ms`, {
    facts: { ...facts, timeoutMs, code: 'ETIMEDOUT' },
  });
}

export function answerTooLarge({ facts, maxBodyBytes }: Call): PermanentError {
  return new PermanentError(`${facts.source}: ${facts.endpoint} answered more than ${maxBodyBytes} bytes`, {
    facts: { ...facts, maxBodyBytes },
  });
}

const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there; is the URL right?',
  ENOTFOUND: 'there is no such host; is the URL right?',
  EAI_AGAIN: 'the name cannot be looked up; is there a network?',
  ENETUNREACH: 'there is no way to that network',
  EHOSTUNREACH: 'there is no way to that host',
  ECONNRESET: 'the connection was cut',
};

/** What Node calls the ways in which a certificate is not to be trusted; asking again gives the same. */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|TLS_CERT/;

/** The error for a call that got no answer. Its cause keeps the text and code, never axios' copy of headers, address and body. */
export function networkError(
  error: unknown,
  { facts, url }: Call,
  secrets: readonly string[],
): PermanentError | TransientError {
  const code = readCode(error);
  const cause = Object.assign(
    new Error(redact(error instanceof Error ? error.message : String(error), secrets)),
    { code },
  );
  const isUntrusted = certificateCode.test(code);
  const meaning = isUntrusted ? 'its certificate is not to be trusted' : MEANINGS[code];
  const reason = meaning === undefined ? code : `${code}: ${meaning}`;
  const problem = `${facts.source}: ${facts.endpoint} got no answer from ${url.host} (${reason})`;
  const ErrorClass = isUntrusted ? PermanentError : TransientError;
  return new ErrorClass(problem, { cause, facts: { ...facts, code } });
}

function readCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && code !== '' ? code : 'UNKNOWN';
}

/** Failures from before a connection existed: the server cannot have seen anything of the call. */
const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH']);

export function isNeverConnected(error: TransientError): boolean {
  return neverConnected.has(String(error.facts.code));
}
