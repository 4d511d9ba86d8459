import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { claimsOf, scopes, signJwt, startGoogle } from './harness.ts';

const tooLong =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
const now = Math.floor(Date.now() / 1_000);
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

describe('the token endpoint', () => {
  it('gives a token for an assertion that is signed with the registered key', async () => {
    const { askTokenFor, key } = await startGoogle();

    const { status, body } = await askTokenFor(claimsOf(key));

    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ya29\./),
      expires_in: 3599,
      token_type: 'Bearer',
    });
  });

  it("accepts its own address as audience beside Google's constant", async () => {
    const { askTokenFor, key, url } = await startGoogle();

    const { status } = await askTokenFor(claimsOf(key, { aud: `${url}/token` }));

    expect(status).toBe(200);
  });

  it('knows the scope that Parsons and gspread ask for', async () => {
    const { askTokenFor, key } = await startGoogle();
    const scope = 'https://spreadsheets.google.com/feeds https://www.googleapis.com/auth/drive';

    const { status } = await askTokenFor(claimsOf(key, { scope }));

    expect(status).toBe(200);
  });

  it('refuses a signature of another key', async () => {
    const { askTokenFor, key } = await startGoogle();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });

    const { status, body } = await askTokenFor(
      claimsOf(key),
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );

    expect(status).toBe(400);
    expect(body).toEqual({ error: 'invalid_grant', error_description: 'Invalid JWT Signature.' });
  });

  it.each([
    [
      'an unknown account',
      { iss: 'nobody@example.org' },
      'invalid_grant',
      'Invalid grant: account not found',
    ],
    [
      'another audience',
      { aud: 'https://example.org' },
      'invalid_grant',
      'Invalid JWT: Failed audience check.',
    ],
    ['a lifetime above an hour', { exp: now + 3_700 }, 'invalid_grant', tooLong],
    ['a clock that is an hour slow', { iat: now - 7_200, exp: now - 3_600 }, 'invalid_grant', tooLong],
    ['a clock that is ten minutes fast', { iat: now + 600, exp: now + 1_200 }, 'invalid_grant', tooLong],
    ['no scope', { scope: '' }, 'invalid_scope', 'Invalid OAuth scope or ID token audience provided.'],
    [
      'an unknown scope',
      { scope: 'everything' },
      'invalid_scope',
      'Invalid OAuth scope or ID token audience provided.',
    ],
  ])('refuses %s in its own words', async (_case, change, error, description) => {
    const { askTokenFor, key } = await startGoogle();

    const { status, body } = await askTokenFor(claimsOf(key, change));

    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: description });
  });

  it('refuses delegation, another grant and an undecodable assertion', async () => {
    const { askToken, askTokenFor, key } = await startGoogle();

    const delegated = await askTokenFor(claimsOf(key, { sub: 'somebody@example.org' }));
    const otherGrant = await askToken({ grant_type: 'password' });
    const garbage = await askToken({ grant_type: grantType, assertion: 'x.y.z' });
    const unsigned = await askToken({
      grant_type: grantType,
      assertion: signJwt(claimsOf(key), key.private_key ?? '', { alg: 'none' }),
    });

    expect([delegated.status, delegated.body.error]).toEqual([401, 'unauthorized_client']);
    expect([otherGrant.status, otherGrant.body.error]).toEqual([400, 'unsupported_grant_type']);
    expect(garbage.body).toEqual({ error: 'invalid_request', error_description: 'Bad Request' });
    expect(unsigned.body.error).toBe('invalid_grant');
  });

  it('gives tokens as short as the knob says, and refuses them afterwards with WWW-Authenticate', async () => {
    const { askTokenFor, key, control, call, id, context } = await startGoogle();
    await control('google/knobs', { tokenLifetimeSeconds: 60 });

    const { body } = await askTokenFor(claimsOf(key));
    context.clock.advance(61_000);
    const late = await call('GET', `/v4/spreadsheets/${id}`, undefined, String(body.access_token));

    expect(body.expires_in).toBe(60);
    expect([late.status, late.body.error?.status]).toEqual([401, 'UNAUTHENTICATED']);
    expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('refuses a scope that does not cover the method', async () => {
    const { askTokenFor, key, call, id } = await startGoogle();
    const { body } = await askTokenFor(claimsOf(key, { scope: scopes.spreadsheetsReadonly }));
    const token = String(body.access_token);

    const read = await call('GET', `/v4/spreadsheets/${id}`, undefined, token);
    const write = await call('POST', `/v4/spreadsheets/${id}/values/A1:clear`, undefined, token);
    const drive = await call('GET', '/drive/v3/files', undefined, token);

    expect(read.status).toBe(200);
    expect([write.status, write.body.error?.details?.[0]?.reason]).toEqual([
      403,
      'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
    ]);
    expect(write.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(drive.status).toBe(403);
  });

  it('lets drive.file reach only what the account made itself', async () => {
    const { askTokenFor, key, call, id } = await startGoogle();
    const { body } = await askTokenFor(claimsOf(key, { scope: scopes.driveFile }));

    const { status } = await call('GET', `/v4/spreadsheets/${id}`, undefined, String(body.access_token));

    expect(status).toBe(403);
  });
});
