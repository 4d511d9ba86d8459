import { z } from 'zod';

/**
 * What went wrong with one attempt, sorted by what helps: `quota` waits out the minute, `token` fetches a fresh token, `transient` is
 * repeated after a growing delay, `refused` would get the same answer again.
 */
export interface Failure {
  readonly kind: 'quota' | 'token' | 'transient' | 'refused';
  readonly httpStatus: number | undefined;
  /** Google's word for it, e.g. `SERVICE_DISABLED`, `storageQuotaExceeded`, `invalid_grant`, or a network code such as `ECONNRESET`. */
  readonly reason: string | undefined;
  /** Google's text without the values that it quotes; they may be personal data. */
  readonly message: string;
  /** Where the token is fetched, not the API. */
  readonly isTokenRequest: boolean;
  /** Whether a write may have taken effect all the same. */
  readonly mayHaveLanded: boolean;
}

/** An answer with status 200 whose body ends early, is no JSON or holds no token: nobody knows what the server did. */
export class BrokenAnswerError extends Error {
  override readonly name = 'BrokenAnswerError';
  readonly isTokenRequest: boolean;

  constructor(message: string, { isTokenRequest = false }: { readonly isTokenRequest?: boolean } = {}) {
    super(message);
    this.isTokenRequest = isTokenRequest;
  }
}

const transportError = z.object({
  code: z.union([z.string(), z.number()]).optional(),
  config: z.object({ url: z.union([z.string(), z.instanceof(URL)]).optional() }),
  response: z.object({ status: z.number(), data: z.unknown() }).optional(),
});

const errorBody = z.object({
  error: z.object({
    message: z.string().default(''),
    status: z.string().optional(),
    errors: z.array(z.object({ reason: z.string().optional() })).default([]),
    details: z.array(z.object({ reason: z.string().optional() })).default([]),
  }),
});

const tokenErrorBody = z.object({ error: z.string(), error_description: z.string().default('') });

const transientStatuses = new Set([408, 409, 500, 502, 503, 504]);
const quotaReasons = new Set([
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'RATE_LIMIT_EXCEEDED',
  'sharingRateLimitExceeded',
]);
/** Nobody was reached, so nothing was done. */
const unreachedCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Undefined when the error did not come from a request, as a bug does not. */
export function readFailure(error: unknown): Failure | undefined {
  if (error instanceof BrokenAnswerError) {
    const { message, isTokenRequest } = error;
    return {
      kind: 'transient',
      httpStatus: 200,
      reason: 'brokenAnswer',
      message,
      isTokenRequest,
      mayHaveLanded: !isTokenRequest,
    };
  }
  const parsed = transportError.safeParse(error);
  if (!parsed.success) return undefined;
  const { code, config, response } = parsed.data;
  const isTokenRequest = config.url !== undefined && new URL(config.url).pathname === '/token';
  if (response === undefined) return lostConnection(String(code ?? 'unknown'), isTokenRequest);
  const { reason, message } = readBody(response.data);
  const kind = kindOf(response.status, reason, isTokenRequest);
  return {
    kind,
    httpStatus: response.status,
    reason,
    message,
    isTokenRequest,
    mayHaveLanded: !isTokenRequest && kind === 'transient' && response.status !== 409,
  };
}

function lostConnection(code: string, isTokenRequest: boolean): Failure {
  return {
    kind: 'transient',
    httpStatus: undefined,
    reason: code,
    message: code === 'TimeoutError' ? 'no answer in time' : `the connection was lost (${code})`,
    isTokenRequest,
    mayHaveLanded: !isTokenRequest && !unreachedCodes.has(code),
  };
}

function kindOf(httpStatus: number, reason: string | undefined, isTokenRequest: boolean): Failure['kind'] {
  if (httpStatus === 429) return 'quota';
  if (httpStatus === 403 && reason !== undefined && quotaReasons.has(reason)) return 'quota';
  if (transientStatuses.has(httpStatus)) return 'transient';
  if (httpStatus === 401 && !isTokenRequest) return 'token';
  return 'refused';
}

/** Understands the bodies of Sheets, of Drive and of the token host; anything else, such as an HTML page of a proxy, says nothing. */
function readBody(data: unknown): { reason: string | undefined; message: string } {
  const api = errorBody.safeParse(data);
  if (api.success) {
    const { message, status, errors, details } = api.data.error;
    const reason = [...details, ...errors].find((detail) => detail.reason !== undefined)?.reason ?? status;
    return { reason, message: withoutValues(message) };
  }
  const token = tokenErrorBody.safeParse(data);
  if (token.success)
    return { reason: token.data.error, message: withoutValues(token.data.error_description) };
  return { reason: undefined, message: 'an answer that is not of the API' };
}

/** Google ends messages about wrong input with the input. */
function withoutValues(message: string): string {
  return message.replace(/(Invalid value at [^\n]*?\)), .*/gs, '$1').slice(0, 300);
}
