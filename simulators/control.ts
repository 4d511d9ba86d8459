import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Simulator, SimulatorContext } from './context.ts';
import { faultRule } from './faults.ts';
import { type Holds, holdRule } from './holds.ts';
import { rateLimitChange } from './rate-limits.ts';

/** What the control endpoints work on. */
export interface ControlDependencies {
  readonly context: SimulatorContext;
  readonly holds: Holds;
  readonly simulators: Readonly<Record<string, Simulator>>;
  environment(): Record<string, string>;
  reset(): void;
  save(): Promise<void>;
}

const clockChange = z.strictObject({
  /** ISO 8601. */
  now: z.iso.datetime().optional(),
  advanceSeconds: z.number().optional(),
  frozen: z.boolean().optional(),
});
const limitChange = rateLimitChange.extend({ name: z.string() });
const release = z.strictObject({ id: z.int().optional(), drop: z.boolean().optional() }).default({});
const stateQuery = z.record(z.string(), z.string());

/** Adds `/__control/*`: faults, holds, journal, clock, rate limits and the state of each simulator. */
export function addControl(app: FastifyInstance, dependencies: ControlDependencies): void {
  const { context, holds, simulators } = dependencies;
  const { faults, journal, clock, rateLimits } = context;

  app.get('/__control/faults', () => ({ faults: faults.all() }));
  app.post('/__control/faults', (request, reply) => {
    const rules = Array.isArray(request.body) ? request.body : [request.body];
    const added = rules.map((rule) => faultRule.parse(rule)).map((rule) => faults.add(rule));
    return reply.code(201).send({ faults: added });
  });
  app.delete('/__control/faults', (_request, reply) => {
    faults.remove();
    return reply.code(204).send();
  });
  app.delete<{ Params: { id: string } }>('/__control/faults/:id', (request, reply) => {
    faults.remove(Number(request.params.id));
    return reply.code(204).send();
  });

  app.get('/__control/hold', () => ({ holds: holds.all() }));
  app.post('/__control/hold', (request, reply) =>
    reply.code(201).send(holds.add(holdRule.parse(request.body ?? {}))),
  );
  app.post('/__control/release', (request, reply) => {
    holds.release(release.parse(request.body ?? {}));
    return reply.code(204).send();
  });

  app.get<{ Querystring: Record<string, string> }>('/__control/requests', (request) =>
    journalView(context, request.query),
  );
  app.delete('/__control/requests', (_request, reply) => {
    journal.clear();
    return reply.code(204).send();
  });

  app.get('/__control/rate-limits', () => ({ rateLimits: rateLimits.all() }));
  app.post('/__control/rate-limits', (request) => {
    const { name, ...change } = limitChange.parse(request.body);
    return rateLimits.change(name, change);
  });

  const clockView = () => ({ now: new Date(clock.now()).toISOString() });
  app.get('/__control/clock', clockView);
  app.post('/__control/clock', (request) => {
    const { now, advanceSeconds, frozen } = clockChange.parse(request.body);
    if (frozen === true) clock.freeze();
    if (frozen === false) clock.resume();
    if (now !== undefined) clock.set(Date.parse(now));
    if (advanceSeconds !== undefined) clock.advance(advanceSeconds * 1_000);
    return clockView();
  });

  app.get('/__control/state', () => ({ state: [...Object.keys(simulators), 'journal'] }));
  app.get('/__control/state/journal', (request) => journalView(context, stateQuery.parse(request.query)));
  for (const [name, simulator] of Object.entries(simulators)) {
    app.get(`/__control/state/${name}`, (request) => simulator.view(stateQuery.parse(request.query)));
  }

  app.get('/__control/environment', () => dependencies.environment());
  app.post('/__control/reset', (_request, reply) => {
    dependencies.reset();
    return reply.code(204).send();
  });
  app.post('/__control/save', async (_request, reply) => {
    await dependencies.save();
    return reply.code(204).send();
  });
}

/** Wrong control requests are answered with what is wrong, in words. */
export function answerControlError(error: unknown, reply: FastifyReply): FastifyReply {
  if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
  return reply.code(400).send({ error: error instanceof Error ? error.message : String(error) });
}

function journalView({ journal }: SimulatorContext, query: { api?: string; since?: string }) {
  const filter = { ...(query.api && { api: query.api }), sinceNumber: Number(query.since ?? 0) };
  return { ...journal.counters(), rates: journal.rates(), requests: journal.entries(filter) };
}
