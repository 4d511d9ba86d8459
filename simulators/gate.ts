import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apiOf, publicPath, redactedHeaders } from './api-paths.ts';
import type { SimulatorContext } from './context.ts';
import type { FaultAction } from './faults.ts';
import type { Holds } from './holds.ts';
import type { JournalEntry } from './journal.ts';
import type { Phase } from './options.ts';
import { answerInstead, cut, noAnswer, type Payload, spoilAnswer } from './spoil.ts';

/** What the gate remembers of a request on its way through. */
interface Visit {
  readonly entry: JournalEntry;
  actions: readonly FaultAction[];
  /** Whether the request got past the rate limit and the faults that come before the effect. */
  entered: boolean;
  bodyBytes: number;
}

/**
 * Leads every request of an API through the journal, the holds, the latency and the faults. Rate limits come before the
 * faults, in the `onRequest` hook of each API. Register this before the routes.
 */
export function addGate(app: FastifyInstance, context: SimulatorContext, holds: Holds): void {
  const visits = new WeakMap<FastifyRequest, Visit>();

  app.addHook('onRequest', async (request, reply) => {
    const entry = openEntry(request, context);
    if (entry === undefined) return;
    const visit: Visit = { entry, actions: [], entered: false, bodyBytes: 0 };
    visits.set(request, visit);
    reply.raw.once('close', () => {
      const { statusCode: status, writableFinished } = reply.raw;
      context.journal.close(entry, { status, bodyBytes: visit.bodyBytes, lost: !writableFinished });
    });
  });

  app.addHook('preHandler', async (request, reply) => {
    const visit = visits.get(request);
    if (visit === undefined) return;
    visit.actions = context.faults.strike(visit.entry);
    if (visit.actions.length > 0) visit.entry.faults = visit.actions.map(({ kind }) => kind);

    const latencyMs = context.options.latencyMs + addedLatencyMs(visit.actions);
    if (latencyMs > 0) await sleep(latencyMs);
    if ((await observe(visit.entry, 'before')) === 'drop') return cut(reply);
    const answer = await strikeBefore(reply, visit.actions);
    if (answer !== undefined) return reply.send(answer);
    visit.entered = true;
  });

  app.addHook('onSend', async (request, reply, payload: Payload) => {
    const visit = visits.get(request);
    if (visit === undefined) return payload;
    let sent = payload;
    if (visit.entered) {
      if (request.method !== 'GET') context.changed();
      if ((await observe(visit.entry, 'after')) === 'drop') return cut(reply);
      if (reply.raw.destroyed) return noAnswer();
      const fault = visit.actions.find(isAfter);
      if (fault !== undefined) sent = await spoilAnswer(reply, payload, fault);
    }
    visit.bodyBytes = Buffer.byteLength(sent ?? '');
    return sent;
  });

  async function observe(entry: JournalEntry, phase: Phase): Promise<'go' | 'drop'> {
    if ((await holds.pass(entry, phase)) === 'drop') return 'drop';
    return (await context.options.onRequest?.(entry, phase)) ?? 'go';
  }
}

function openEntry(request: FastifyRequest, { journal }: SimulatorContext): JournalEntry | undefined {
  const [path = '', query = ''] = request.url.split('?', 2);
  const api = apiOf(path);
  if (api === undefined) return undefined;
  return journal.open({
    api,
    method: request.method,
    path: publicPath(path),
    query,
    headers: redactedHeaders(request.headers),
    remoteAddress: request.ip,
    atMs: Date.now(),
  });
}

/** Gives a body to answer with instead of doing the work, or nothing where the work goes on. */
async function strikeBefore(
  reply: FastifyReply,
  actions: readonly FaultAction[],
): Promise<string | undefined> {
  const fault = actions.find((action) => action.kind !== 'latency' && !isAfter(action));
  switch (fault?.kind) {
    case 'cut':
      return cut(reply);
    case 'stall':
      return noAnswer();
    case 'status':
    case 'html':
      return answerInstead(reply, fault);
    case 'late':
      reply.raw.destroy();
      await sleep(fault.ms);
  }
  return undefined;
}

function isAfter(action: FaultAction): boolean {
  switch (action.kind) {
    case 'truncate':
      return true;
    case 'latency':
    case 'late':
      return false;
    case 'cut':
      return action.when === 'after' || action.afterBytes !== undefined;
    case 'status':
    case 'html':
    case 'stall':
      return action.when === 'after';
  }
}

function addedLatencyMs(actions: readonly FaultAction[]): number {
  return actions.reduce((sum, action) => sum + (action.kind === 'latency' ? action.ms : 0), 0);
}
