import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import type { Simulator, SimulatorContext } from '../context.ts';
import { addKnobs } from '../knobs.ts';
import { addControlRoutes } from './control/routes.ts';
import { addDriveRoutes } from './drive/routes.ts';
import { GoogleError, invalidArgument } from './google-error.ts';
import { googleKnobs } from './knobs.ts';
import { authenticate, type Caller } from './oauth/bearer.ts';
import { assertScope } from './oauth/scopes.ts';
import { createServiceAccount, toKeyFile } from './oauth/service-account.ts';
import { addTokenRoute } from './oauth/token-route.ts';
import { createQuotas, serviceDisabled } from './quota.ts';
import { createSeed, seeded } from './seed.ts';
import { createEditor } from './sheets/edit.ts';
import { kindOf } from './sheets/operation.ts';
import { addSheetsRoutes, operationOf } from './sheets/routes.ts';
import { packState, unpackState } from './snapshot.ts';
import { type GoogleState, GoogleStore } from './store.ts';
import { viewGoogle } from './view.ts';

/** The stand-in of Google's token endpoint, Sheets and Drive. */
export interface GoogleSimulator extends Simulator {
  /** The key file of the service account that the token endpoint accepts; its RSA key is part of the snapshot. */
  serviceAccountKey(): object;
  /** The spreadsheets, files and accounts as they are now. */
  readonly state: GoogleState;
}

/** Adds `/token`, `/v4/*`, `/drive/v3/*` and `/__control/google/*`. */
export function registerGoogle(app: FastifyInstance, context: SimulatorContext): GoogleSimulator {
  const store = new GoogleStore();
  store.load(createSeed(createServiceAccount(seeded.serviceAccountEmail)));
  const knobs = addKnobs(app, '/__control/google/knobs', googleKnobs);
  const dependencies = { context, store, knobs: () => knobs.values };
  const edit = createEditor(dependencies);
  addControlRoutes(app, dependencies, edit);

  app.register(async (api) => {
    const callers = new WeakMap<FastifyRequest, Caller>();
    const callerOf = (request: FastifyRequest): Caller => {
      const caller = callers.get(request);
      if (caller === undefined) throw new Error('a Google route was reached without a caller');
      return caller;
    };
    addParsers(api);
    addAnswers(api);
    addChecks(api, dependencies, callers);
    addTokenRoute(api, dependencies);
    addSheetsRoutes(api, { ...dependencies, callerOf, edit });
    addDriveRoutes(api, { context, store, callerOf });
  });

  return {
    state: store,
    view: (query) => viewGoogle(store, query),
    snapshot: () => packState(store),
    restore: (state) => store.load(unpackState(state)),
    reset: () => {
      const [account = createServiceAccount(seeded.serviceAccountEmail)] = store.accounts;
      store.load(createSeed(account));
      knobs.reset();
    },
    environment: () => ({
      GOOGLE_API_URL: context.baseUrl(),
      SPREADSHEET_ID: seeded.attendanceSpreadsheet,
    }),
    serviceAccountKey: () => {
      const [account = createServiceAccount(seeded.serviceAccountEmail)] = store.accounts;
      return toKeyFile(account, `${context.baseUrl()}/token`);
    },
  };
}

/** Credentials, scopes and quota, in this order and before any fault. */
function addChecks(
  api: FastifyInstance,
  { context, store, knobs }: Parameters<typeof addControlRoutes>[1],
  callers: WeakMap<FastifyRequest, Caller>,
): void {
  const quotas = createQuotas(context);
  api.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/token')) return;
    const caller = authenticate(request, store, context.clock.now());
    callers.set(request, caller);
    if (request.url.startsWith('/drive/')) {
      assertScope(caller.scopes, request.method === 'GET' ? 'driveRead' : 'driveWrite');
      quotas.takeDrive(caller.email);
      return;
    }
    const operation = operationOf(request);
    if (operation === undefined) return;
    const kind = kindOf(operation.method);
    if (!knobs().sheetsApiEnabled) throw serviceDisabled();
    assertScope(caller.scopes, kind === 'read' ? 'sheetsRead' : 'sheetsWrite');
    quotas.takeSheets(kind, caller.email);
  });
}

/** JSON with an allowed empty body, and forms. */
function addParsers(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(invalidArgument('Invalid JSON payload received. Unable to parse the request.'));
    }
  });
  api.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, undefined));
}

/** Pretty-printed JSON with Google's headers, and errors in the shape of their API family. */
function addAnswers(api: FastifyInstance): void {
  api.addHook('onRequest', async (request, reply) => {
    const compact = Object(request.query).prettyPrint === 'false';
    // Texts come from faults and are sent as they are.
    reply.serializer((payload: unknown) =>
      typeof payload === 'string' ? payload : JSON.stringify(payload, null, compact ? undefined : 2),
    );
  });
  api.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('content-type') && reply.statusCode !== 204)
      reply.type('application/json; charset=UTF-8');
    reply.headers({
      vary: 'Origin, X-Origin, Referer',
      server: 'ESF',
      'x-xss-protection': '0',
      'x-frame-options': 'SAMEORIGIN',
      'x-content-type-options': 'nosniff',
    });
    return payload;
  });
  api.setErrorHandler((error, request, reply) => {
    const googleError = toGoogleError(error);
    reply.code(googleError.httpStatus).headers(googleError.headers);
    return sendError(request, reply, googleError);
  });
}

function sendError(request: FastifyRequest, reply: FastifyReply, error: GoogleError): FastifyReply {
  const drive = request.url.startsWith('/drive/');
  return reply.send(drive ? error.toDriveBody() : error.toSheetsBody());
}

function toGoogleError(error: unknown): GoogleError {
  if (error instanceof GoogleError) return error;
  if (error instanceof ZodError)
    return invalidArgument(`Invalid value: ${error.issues[0]?.message ?? 'it does not fit'}`);
  console.error('the Google simulator failed', error);
  return new GoogleError({ httpStatus: 500, status: 'INTERNAL', message: 'Internal error encountered.' });
}
