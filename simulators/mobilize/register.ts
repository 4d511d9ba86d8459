import type { FastifyInstance } from 'fastify';
import type { Simulator, SimulatorContext } from '../context.ts';
import { addKnobs, type Knobs } from '../knobs.ts';
import { simulatedKey } from './access.ts';
import { ApiError, invalid, notFound } from './api-error.ts';
import { addControls } from './controls.ts';
import { mainOrganizationId, organizations } from './data/organizations.ts';
import { knobSchema, type MobilizeKnobs } from './knobs.ts';
import { addAttendanceRoutes } from './routes/attendances.ts';
import type { RouteContext } from './routes/context.ts';
import { addEventRoutes } from './routes/events.ts';
import { addOrganizationRoutes } from './routes/organizations.ts';
import { addWriteRoutes } from './routes/writes.ts';
import { createSelector } from './selection.ts';
import { World } from './world.ts';

/** The stand-in of Mobilize. */
export interface MobilizeSimulator extends Simulator {
  /** Its data; replaced by a new one at a reset. */
  readonly world: World;
  readonly knobs: Knobs<MobilizeKnobs>;
}

const viewedRows = 100;

/** Adds `/v1/*` and `/__control/mobilize/*`. 15 reads and 5 writes a second pass for each remote address. */
export function registerMobilize(app: FastifyInstance, context: SimulatorContext): MobilizeSimulator {
  const { seed, attendances: count } = context.options;
  const createWorld = () => new World({ seed, count, clock: context.clock });
  let world = createWorld();
  const knobs = addKnobs(app, '/__control/mobilize/knobs', knobSchema);
  addControls(app, { world: () => world, knobs: () => knobs.values, changed: () => context.changed() });

  const routes: RouteContext = { world: () => world, knobs, selector: createSelector() };
  app.register(
    async (api) => {
      addRateLimits(api, context);
      addErrorAnswers(api);
      addAttendanceRoutes(api, routes);
      addEventRoutes(api, routes);
      addOrganizationRoutes(api, routes);
      addWriteRoutes(api, routes);
    },
    { prefix: '/v1' },
  );

  return {
    get world() {
      return world;
    },
    knobs,
    view: ({ page = '1' }) => viewOf(world, Number(page)),
    snapshot: () => world.snapshot(),
    restore: (state) => world.restore(state),
    reset: () => {
      world = createWorld();
      routes.selector.clear();
      knobs.reset();
    },
    environment: () => ({
      MOBILIZE_API_URL: `${context.baseUrl()}/v1`,
      MOBILIZE_AMERICA_API_KEY: simulatedKey,
      MOBILIZE_ORGANIZATION_ID: String(mainOrganizationId),
    }),
  };
}

function addRateLimits(api: FastifyInstance, { rateLimits }: SimulatorContext): void {
  const reads = rateLimits.create({ name: 'mobilize reads', calls: 15, perMs: 1_000 });
  const writes = rateLimits.create({ name: 'mobilize writes', calls: 5, perMs: 1_000 });
  api.addHook('onRequest', async (request, reply) => {
    const limiter = request.method === 'GET' || request.method === 'HEAD' ? reads : writes;
    const waitMs = limiter.take(request.ip);
    if (waitMs === 0) return;
    limiter.setRetryAfter(reply, waitMs);
    return reply.code(429).send({ data: null, error: { detail: 'Request was throttled.' } });
  });
}

function addErrorAnswers(api: FastifyInstance): void {
  api.setErrorHandler((error, _request, reply) => {
    if (error instanceof ApiError) return reply.code(error.status).send(error.body);
    const malformed = invalid('non_field_errors', 'JSON parse error');
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    return status < 500
      ? reply.code(400).send(malformed.body)
      : reply.code(500).type('text/html').send('<h1>Server Error (500)</h1>');
  });
  api.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound().body));
}

function viewOf(world: World, page: number) {
  const { attendances, people, events } = world;
  const first = Math.max(0, (page - 1) * viewedRows);
  const last = Math.min(attendances.length, first + viewedRows);
  return {
    now: world.now(),
    daysPassed: world.daysPassed,
    counts: {
      attendances: attendances.length,
      people: people.length,
      events: events.all().length,
      deletedEvents: events.deleted.length,
    },
    organizations,
    page,
    attendances: Array.from({ length: Math.max(0, last - first) }, (_, index) =>
      attendances.row(first + index),
    ),
  };
}
