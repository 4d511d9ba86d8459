import { answerError } from './answer-error.ts';
import type { Backoff } from './backoff.ts';
import type { Answer, HttpClientOptions, RequestOptions } from './http-options.ts';
import { parseLeniently, readBody } from './read-body.ts';
import { redact } from './redact.ts';
import { parseRetryAfter } from './retry-after.ts';
import type { Failure } from './retry-policy.ts';
import type { CallFacts, RawAnswer } from './send.ts';

/**
 * What an answer means for the call: its data, or a failure with the delay that the server asked for.
 *
 * @throws the errors of `readBody`.
 */
export function readAnswer<T>(
  raw: RawAnswer,
  request: RequestOptions<T>,
  facts: CallFacts,
  client: HttpClientOptions,
  backoff: Backoff,
): { readonly answer: Answer<T> } | Failure {
  const { status, headers } = raw;
  if (status >= 200 && status < 300) {
    const data = request.method === 'HEAD' ? (undefined as T) : readBody(raw, request, facts);
    return { answer: { status, headers, data } };
  }
  const body = parseLeniently(raw, redact(raw.text, client.secrets));
  // The caller named this status as an answer, so it also knows that the body is the vendor's word on a refusal, and no `T`.
  if (request.acceptStatus?.includes(status)) return { answer: { status, headers, data: body as T } };
  return {
    error: client.explain?.(status, body, { ...facts, httpStatus: status }) ?? answerError(raw, facts),
    httpStatus: status,
    askedDelayMs: askedDelayMs(raw, body, client, backoff),
  };
}

function askedDelayMs(
  { status, headers }: RawAnswer,
  body: unknown,
  client: HttpClientOptions,
  backoff: Backoff,
): number | undefined {
  const fromHeader = parseRetryAfter(headers['retry-after'], backoff.maxRetryAfterMs);
  const fromBody = fromHeader === undefined ? client.readDelayMs?.(status, body) : undefined;
  return fromHeader ?? (fromBody === undefined ? undefined : Math.min(fromBody, backoff.maxRetryAfterMs));
}
