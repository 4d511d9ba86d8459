import type { FastifyInstance } from 'fastify';
import type { SimulatorContext } from '../../context.ts';
import type { GoogleKnobs } from '../knobs.ts';
import type { GoogleStore } from '../store.ts';
import { checkAssertion, TokenError } from './assertion.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Adds `POST /token`: a signed assertion of the service account for an access token. */
export function addTokenRoute(
  app: FastifyInstance,
  { context, store, knobs }: { context: SimulatorContext; store: GoogleStore; knobs: () => GoogleKnobs },
): void {
  const random = context.random('google-tokens');

  app.post('/token', (request, reply) => {
    try {
      // The form parser gives this type for every form, and JSON is refused below.
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const grantType = form.get('grant_type');
      if (grantType !== jwtBearer) {
        throw new TokenError('unsupported_grant_type', `Invalid grant_type: ${grantType ?? ''}`);
      }
      const { email, scopes } = checkAssertion(form.get('assertion') ?? '', {
        accounts: store.accounts,
        ownAudience: `${context.baseUrl()}/token`,
      });
      const lifetimeSeconds = knobs().tokenLifetimeSeconds;
      const token = `ya29.sim-${random.uuid()}`;
      store.issueToken(token, { email, scopes, expiresAtMs: context.clock.now() + lifetimeSeconds * 1_000 });
      return { access_token: token, expires_in: lifetimeSeconds, token_type: 'Bearer' };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return reply.code(error.httpStatus).send({ error: error.error, error_description: error.message });
    }
  });
}
