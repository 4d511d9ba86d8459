import type { FastifyRequest } from 'fastify';
import { GoogleError } from '../google-error.ts';
import type { GoogleStore } from '../store.ts';

/** Whom a request comes from. */
export interface Caller {
  readonly email: string;
  readonly scopes: readonly string[];
}

/**
 * The account behind the bearer token of a request.
 *
 * @throws GoogleError 403 without any token, 401 with an unknown or expired one.
 */
export function authenticate(request: FastifyRequest, store: GoogleStore, nowMs: number): Caller {
  const header = request.headers.authorization;
  if (header === undefined) {
    throw new GoogleError({
      httpStatus: 403,
      status: 'PERMISSION_DENIED',
      message:
        "Method doesn't allow unregistered callers (callers without established identity). " +
        'Please use API Key or other form of API consumer identity to call this API.',
      reason: 'forbidden',
    });
  }
  const token = /^Bearer (\S+)$/iu.exec(header)?.[1];
  const granted = token === undefined ? undefined : store.findToken(token);
  if (granted === undefined || granted.expiresAtMs <= nowMs) throw unauthenticated();
  return granted;
}

function unauthenticated(): GoogleError {
  return new GoogleError({
    httpStatus: 401,
    status: 'UNAUTHENTICATED',
    message:
      'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
      'authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
    reason: 'authError',
    headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' },
  });
}
