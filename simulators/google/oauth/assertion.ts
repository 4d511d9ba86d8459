import { verify } from 'node:crypto';
import { z } from 'zod';
import { isKnownScope } from './scopes.ts';
import type { ServiceAccount } from './service-account.ts';

/** A refusal of the token endpoint, in its flat shape. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly httpStatus: number;
  readonly error: string;

  constructor(error: string, description: string, httpStatus = 400) {
    super(description);
    this.error = error;
    this.httpStatus = httpStatus;
  }
}

/** What a good assertion grants. */
export interface Grant {
  readonly email: string;
  readonly scopes: readonly string[];
}

const googleAudience = 'https://oauth2.googleapis.com/token';
const skewSeconds = 300;
const longestSeconds = 3_600;

const claimsShape = z.object({
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  scope: z.string().default(''),
  sub: z.string().optional(),
});

/**
 * Checks a JWT bearer assertion: account, signature, audience, times, scopes, in this order.
 *
 * Times are compared with the machine's clock and not with the simulated one, because the caller signs by its own.
 *
 * @throws TokenError with Google's words for what is wrong.
 */
export function checkAssertion(
  assertion: string,
  { accounts, ownAudience }: { readonly accounts: readonly ServiceAccount[]; readonly ownAudience: string },
): Grant {
  const { claims, signed, signature } = decode(assertion);
  const account = accounts.find(({ email }) => email === claims.iss);
  if (account === undefined) throw new TokenError('invalid_grant', 'Invalid grant: account not found');
  if (!verify('RSA-SHA256', Buffer.from(signed), account.publicKey, signature)) {
    throw new TokenError('invalid_grant', 'Invalid JWT Signature.');
  }
  if (claims.aud !== googleAudience && claims.aud !== ownAudience) {
    throw new TokenError('invalid_grant', 'Invalid JWT: Failed audience check.');
  }
  assertTimes(claims, Date.now() / 1_000);
  if (claims.sub !== undefined && claims.sub !== claims.iss) {
    throw new TokenError(
      'unauthorized_client',
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.',
      401,
    );
  }
  const scopes = claims.scope.split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every(isKnownScope)) {
    throw new TokenError('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');
  }
  return { email: account.email, scopes };
}

function decode(assertion: string) {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  try {
    const { alg } = z.object({ alg: z.string() }).parse(parsePart(header));
    const claims = claimsShape.parse(parsePart(payload));
    if (alg !== 'RS256') throw new TokenError('invalid_grant', 'Invalid JWT Signature.');
    return { claims, signed: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') };
  } catch (error) {
    if (error instanceof TokenError) throw error;
    throw new TokenError('invalid_request', 'Bad Request');
  }
}

function parsePart(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
}

function assertTimes({ iat, exp }: { readonly iat: number; readonly exp: number }, nowSeconds: number): void {
  const fits =
    iat <= nowSeconds + skewSeconds &&
    iat >= nowSeconds - longestSeconds - skewSeconds &&
    exp > nowSeconds - skewSeconds &&
    exp > iat &&
    exp - iat <= longestSeconds;
  if (fits) return;
  throw new TokenError(
    'invalid_grant',
    'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. ' +
      'Check your iat and exp values in the JWT claim.',
  );
}
