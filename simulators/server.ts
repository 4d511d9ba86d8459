import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { registerActionNetwork } from './action-network/index.ts';
import { createClock } from './clock.ts';
import type { SimulatorContext } from './context.ts';
import { addControl, answerControlError } from './control.ts';
import { registerEveryAction } from './everyaction/index.ts';
import { createFaultPlan } from './faults.ts';
import { addGate } from './gate.ts';
import { type GoogleSimulator, registerGoogle } from './google/index.ts';
import { createHolds, type Holds } from './holds.ts';
import { createJournal } from './journal.ts';
import { registerMobilize } from './mobilize/index.ts';
import type { SimulatorOptions } from './options.ts';
import { registerPage } from './page/index.ts';
import { createRandom } from './random.ts';
import { createRateLimits } from './rate-limits.ts';
import { registerSlack } from './slack/index.ts';
import { createStateFile, writeWhole } from './state-file.ts';
import { createStateKeeper } from './state-keeper.ts';

/** A running server with all simulators, and the inside of it for tests in the same process. */
export interface RunningSimulators extends Simulators {
  /** Origin, without a trailing slash. */
  readonly url: string;
  /** The environment that a job needs to talk to these simulators. */
  readonly env: Record<string, string>;
  readonly context: SimulatorContext;
  readonly holds: Holds;
  /** State, faults, holds, rate limits and journal as at the seeded start. */
  reset(): void;
  /** Writes the state file now, if there is one. */
  save(): Promise<void>;
  /** Drops open connections, saves the state and stops. */
  close(): Promise<void>;
}

export type Simulators = {
  readonly mobilize: ReturnType<typeof registerMobilize>;
  readonly actionNetwork: ReturnType<typeof registerActionNetwork>;
  readonly everyAction: ReturnType<typeof registerEveryAction>;
  readonly google: GoogleSimulator;
  readonly slack: ReturnType<typeof registerSlack>;
};

/** Starts one server that stands in for Mobilize, Action Network, EveryAction, Google and Slack. */
export async function startSimulators(options: Partial<SimulatorOptions> = {}): Promise<RunningSimulators> {
  const context = createContext(options);
  const holds = createHolds();
  const app = createServer();
  addGate(app, context, holds);
  const simulators = await registerSimulators(app, context);
  await app.register(async (scope) => registerPage(scope, context));

  const { stateFile, credentialsFile } = context.options;
  const keeper = createStateKeeper({
    simulators,
    file: stateFile === undefined ? undefined : createStateFile(stateFile),
    origin: { seed: context.options.seed, attendances: context.options.attendances },
  });
  context.changed = keeper.changed;

  const reset = () => {
    context.faults.remove();
    holds.release();
    context.rateLimits.reset();
    context.journal.clear();
    for (const simulator of Object.values(simulators)) simulator.reset();
    keeper.changed();
  };
  const env: Record<string, string> = {};
  addControl(app, { context, holds, simulators, environment: () => env, reset, save: keeper.save });

  await keeper.load();
  const { host, port, publicUrl } = context.options;
  await app.listen({ host, port });
  context.origin = publicUrl ?? originOf(app, host);

  const key = JSON.stringify(simulators.google.serviceAccountKey());
  if (credentialsFile !== undefined) await writeWhole(credentialsFile, key, 0o600);
  for (const simulator of Object.values(simulators)) Object.assign(env, simulator.environment());
  env.GOOGLE_DRIVE_CREDENTIALS = credentialsFile ?? key;

  return {
    ...simulators,
    url: context.origin,
    env,
    context,
    holds,
    reset,
    save: keeper.save,
    close: async () => {
      await app.close();
      await keeper.close();
    },
  };
}

function createContext(given: Partial<SimulatorOptions>) {
  const options: SimulatorOptions = { ...defaults, clock: createClock(), ...given };
  const { clock, seed, rateLimits: enabled } = options;
  const context = {
    options,
    clock,
    journal: createJournal(),
    faults: createFaultPlan({ random: createRandom(seed, 'faults') }),
    rateLimits: createRateLimits({ clock, enabled }),
    random: (name: string) => createRandom(seed, name),
    origin: '',
    baseUrl: () => context.origin,
    changed: (): void => undefined,
  };
  return context satisfies SimulatorContext;
}

const defaults = {
  port: 0,
  host: '127.0.0.1',
  publicUrl: undefined,
  seed: 1,
  attendances: 500,
  stateFile: undefined,
  credentialsFile: undefined,
  rateLimits: true,
  latencyMs: 0,
  onRequest: undefined,
} satisfies Omit<SimulatorOptions, 'clock'>;

function createServer(): FastifyInstance {
  const app = Fastify({
    forceCloseConnections: true,
    bodyLimit: 64 * 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2_000 },
  });
  app.setErrorHandler((error, _request, reply) => answerControlError(error, reply));
  return app;
}

async function registerSimulators(app: FastifyInstance, context: SimulatorContext): Promise<Simulators> {
  return {
    mobilize: await inScope(app, (scope) => registerMobilize(scope, context)),
    actionNetwork: await inScope(app, (scope) => registerActionNetwork(scope, context)),
    everyAction: await inScope(app, (scope) => registerEveryAction(scope, context)),
    google: await inScope(app, (scope) => registerGoogle(scope, context)),
    slack: await inScope(app, (scope) => registerSlack(scope, context)),
  };
}

/** Each simulator has hooks, parsers and an error handler of its own. */
async function inScope<T>(app: FastifyInstance, register: (scope: FastifyInstance) => T): Promise<T> {
  const registered: T[] = [];
  await app.register(async (scope) => {
    registered.push(register(scope));
  });
  const [simulator] = registered;
  if (simulator === undefined) throw new Error('the server has not loaded a simulator');
  return simulator;
}

function originOf(app: FastifyInstance, host: string): string {
  // A TCP server that listens has an address of this kind.
  const { port } = app.server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
