import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Simulator, SimulatorContext } from '../context.ts';
import { addKnobs, type Knobs } from '../knobs.ts';
import { requireKey, simulatedApiKey } from './access.ts';
import { ApiError, sendApiError, sendAspNetFailure, sendHtmlNotFound } from './api-error.ts';
import { createBusy } from './busy.ts';
import { Committee } from './committee.ts';
import { type EveryActionKnobs, knobSchema } from './knobs.ts';
import { readPerson } from './person-input.ts';
import { addActivistCodeRoutes } from './routes/activist-codes.ts';
import { addCanvassRoutes } from './routes/canvass-responses.ts';
import { addCodeRoutes } from './routes/codes.ts';
import type { RouteContext } from './routes/context.ts';
import { addExportRoutes } from './routes/export-jobs.ts';
import { addKeyRoutes } from './routes/keys.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { firstVanId, seedCodes, seedPeople } from './seed.ts';

/** The stand-in of EveryAction (NGP VAN), with one committee of a few people and codes. */
export interface EveryActionSimulator extends Simulator {
  /** Its data; replaced by a new one at a reset. */
  readonly committee: Committee;
  readonly knobs: Knobs<EveryActionKnobs>;
}

const path = '/van/v4';
const longestQuery = 2_048;

/** Adds `/van/v4/*` and `/__control/everyaction/*`. Fifteen calls a second pass for each key, three at a time. */
export function registerEveryAction(app: FastifyInstance, context: SimulatorContext): EveryActionSimulator {
  let committee = new Committee();
  const knobs = addKnobs(app, '/__control/everyaction/knobs', knobSchema);

  /** Makes a person, past keys, limits and faults. */
  app.post('/__control/everyaction/people', (request, reply) => {
    const person = committee.create(readPerson(request.body), context.clock.now());
    context.changed();
    return reply.code(201).send(person);
  });

  const routes: RouteContext = { committee: () => committee, knobs, clock: context.clock };
  app.register(
    async (api) => {
      addParser(api);
      addGuards(api, context, knobs);
      addAnswers(api);
      addKeyRoutes(api, routes);
      addPeopleRoutes(api, routes);
      addCodeRoutes(api, routes);
      addActivistCodeRoutes(api, routes);
      addCanvassRoutes(api, routes);
      addExportRoutes(api, routes);
    },
    { prefix: path },
  );

  return {
    get committee() {
      return committee;
    },
    knobs,
    view: () => ({ ...committee.snapshot(), activistCodes: committee.activistCodes }),
    snapshot: () => committee.snapshot(),
    restore: (state) => committee.restore(state),
    reset: () => {
      committee = new Committee();
      knobs.reset();
    },
    environment: () => ({
      VAN_API_URL: context.baseUrl() + path,
      VAN_API_KEY: simulatedApiKey,
      VAN_DB_MODE: 'EveryAction',
      VAN_QUERY: seedPeople()
        .map((_person, index) => `SELECT ${firstVanId + index} AS vanid`)
        .join(' UNION ALL '),
      VAN_SOURCE_CODE_ID: String(seedCodes[0]?.codeId),
    }),
  };
}

/** Malformed JSON reaches the routes as nothing, so that they refuse it in the words of the API. */
function addParser(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(null, undefined);
    }
  });
}

/** What is looked at before a request gets anywhere: the address, the key, how many are under way, how fast they come. */
function addGuards(
  api: FastifyInstance,
  { rateLimits }: SimulatorContext,
  knobs: Knobs<EveryActionKnobs>,
): void {
  const limiter = rateLimits.create({ name: 'everyAction', calls: 15, perMs: 1_000, retryAfter: 'none' });
  const busy = createBusy();
  api.addHook('onRequest', async (request, reply) => {
    const [address = '', query = ''] = request.url.split('?', 2);
    if (/[<>*&]/.test(decodeURI(address))) return reply.redirect('/error.html', 302);
    if (query.length > longestQuery) return sendHtmlNotFound(reply);
    requireKey(request, knobs.values);
    if (!limiter.limit.enabled) return;
    if (!busy.enter(reply, knobs.values.maxInFlight)) return refuseForNow(reply, knobs.values.busyMs);
    const waitMs = limiter.take(simulatedApiKey);
    if (waitMs > 0) return refuseForNow(reply, Math.ceil(waitMs));
  });
}

/** The wait is in the text only; there is no Retry-After header. */
function refuseForNow(reply: FastifyReply, waitMs: number): FastifyReply {
  return sendApiError(reply, new ApiError(429, `Rate limit exceeded. Try again in ${waitMs} ms.`));
}

function addAnswers(api: FastifyInstance): void {
  api.setErrorHandler((error, _request, reply) =>
    error instanceof ApiError ? sendApiError(reply, error) : sendAspNetFailure(reply),
  );
  api.setNotFoundHandler((_request, reply) => sendHtmlNotFound(reply));
}
