import type { FastifyInstance } from 'fastify';
import type { Simulator, SimulatorContext } from '../context.ts';
import { addKnobs, type Knobs } from '../knobs.ts';
import { AnswerError } from './answer-error.ts';
import { createBackground } from './background.ts';
import { entryPoint } from './entry-point.ts';
import { Group } from './group.ts';
import { readHelperBody } from './input.ts';
import { type ActionNetworkKnobs, knobSchema } from './knobs.ts';
import { personResource } from './resources.ts';
import { apiUrlOf, hasKey, type RouteContext, sendHal, simulatedToken } from './routes/context.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { addTagRoutes } from './routes/tags.ts';

/** The stand-in of Action Network, with one group that starts without people and tags. */
export interface ActionNetworkSimulator extends Simulator {
  /** Its data; replaced by a new one at a reset. */
  readonly group: Group;
  readonly knobs: Knobs<ActionNetworkKnobs>;
}

const path = '/api/v2';

/** Adds `/api/v2/*` and `/__control/action-network/*`. Four calls a second pass for each key. */
export function registerActionNetwork(
  app: FastifyInstance,
  context: SimulatorContext,
): ActionNetworkSimulator {
  const createGroup = () => new Group(context.random('action network'));
  let group = createGroup();
  const knobs = addKnobs(app, '/__control/action-network/knobs', knobSchema);
  const background = createBackground(context.clock, () => context.changed());

  /** Signs somebody up as the helper does, past keys, limits and faults. */
  app.post('/__control/action-network/people', (request, reply) => {
    const person = group.directory.signUp(readHelperBody(request.body, 400), context.clock.now());
    context.changed();
    return reply.code(201).send(personResource(person, apiUrlOf(request)));
  });
  app.post('/__control/action-network/tags', (request, reply) => {
    const { name } = Object(request.body);
    context.changed();
    return reply.code(201).send(group.tags.create(String(name), context.clock.now()));
  });

  const routes: RouteContext = { group: () => group, knobs, background, clock: context.clock };
  app.register(
    async (api) => {
      addParser(api);
      addAnswers(api, context, routes);
      api.get('/', (request, reply) => sendHal(reply, entryPoint(apiUrlOf(request), hasKey(request))));
      addPeopleRoutes(api, routes);
      api.register(async (keyed) => addTagRoutes(keyed, routes));
    },
    { prefix: path },
  );

  return {
    get group() {
      return group;
    },
    knobs,
    view: () => {
      background.runDue();
      return viewOf(group);
    },
    snapshot: () => group.snapshot(),
    restore: (state) => group.restore(state),
    reset: () => {
      background.clear();
      group = createGroup();
      knobs.reset();
    },
    environment: () => ({ AN_API_URL: context.baseUrl() + path, AN_API_TOKEN: simulatedToken }),
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

function addAnswers(
  api: FastifyInstance,
  { rateLimits }: SimulatorContext,
  { background }: RouteContext,
): void {
  const limiter = rateLimits.create({ name: 'actionNetwork', calls: 4, perMs: 1_000, retryAfter: 'none' });
  api.addHook('onRequest', async (request, reply) => {
    background.runDue();
    reply.header('cache-control', 'max-age=0, private, must-revalidate');
    const waitMs = limiter.take(String(request.headers['osdi-api-token'] ?? request.ip));
    if (waitMs === 0) return;
    limiter.setRetryAfter(reply, waitMs);
    return reply.code(429).type('application/json').send('{"error":"Too many requests"}');
  });
  api.setErrorHandler((error, _request, reply) => {
    const status = error instanceof AnswerError ? error.status : 500;
    const message = error instanceof AnswerError ? error.message : 'Something went wrong';
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify({ error: message }));
  });
  api.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('application/json').send('{"error":"Not found"}'),
  );
}

function viewOf({ directory, tags }: Group) {
  const tagNames = new Map(tags.all().map(({ uuid, name }) => [uuid, name]));
  const namesByPerson = new Map<string, string[]>();
  for (const { personUuid, tagUuid } of tags.taggings()) {
    const names = namesByPerson.get(personUuid) ?? [];
    names.push(tagNames.get(tagUuid) ?? '');
    namesByPerson.set(personUuid, names);
  }
  return {
    people: directory.all().map((person) => ({ ...person, tags: namesByPerson.get(person.uuid) ?? [] })),
    tags: tags.all().map(({ name }) => name),
  };
}
