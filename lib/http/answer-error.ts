import { PermanentError, TransientError } from '../errors/index.ts';
import { mediaType } from './read-body.ts';
import type { CallFacts, RawAnswer } from './send.ts';

/** Statuses below 500 that a later attempt may not meet again. */
const passing = new Set([408, 425, 429]);
/** Statuses from 500 up that stay. */
const lasting = new Set([501, 505, 511]);

/** The error for an answer that is no success, without a word of its body. */
export function answerError(answer: RawAnswer, callFacts: CallFacts): PermanentError | TransientError {
  const { status } = answer;
  const facts = { ...callFacts, httpStatus: status, contentType: mediaType(answer) };
  const isTransient = passing.has(status) || (status >= 500 && !lasting.has(status));
  const ErrorClass = isTransient ? TransientError : PermanentError;
  return new ErrorClass(`${facts.source}: ${facts.endpoint} answered ${status}${meaning(status)}`, { facts });
}

function meaning(status: number): string {
  if (status >= 300 && status < 400) return ' (a redirect; none is followed)';
  if (status === 401 || status === 403) return ' (the credentials are refused)';
  if (status === 404) return ' (not found)';
  if (status === 429) return ' (too many calls)';
  return '';
}
