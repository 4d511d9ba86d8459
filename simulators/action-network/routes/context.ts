import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../clock.ts';
import type { Knobs } from '../../knobs.ts';
import { AnswerError } from '../answer-error.ts';
import type { Background } from '../background.ts';
import type { Group } from '../group.ts';
import type { ActionNetworkKnobs } from '../knobs.ts';
import type { ApiUrl } from '../resources.ts';

/** The only key that opens something. */
export const simulatedToken = 'simulated-action-network-token';

/** What the routes share. `group()` is asked anew for each request, since a reset makes a new one. */
export interface RouteContext {
  readonly group: () => Group;
  readonly knobs: Knobs<ActionNetworkKnobs>;
  readonly background: Background;
  readonly clock: Clock;
}

export function apiUrlOf(request: FastifyRequest): ApiUrl {
  return `${request.protocol}://${request.host}/api/v2`;
}

export function hasKey(request: FastifyRequest): boolean {
  return request.headers['osdi-api-token'] === simulatedToken;
}

/** The refusal echoes the key that was sent, as the real one does. @throws AnswerError 403 (or 401 by the knob) */
export function requireKey(request: FastifyRequest, { authStatus }: ActionNetworkKnobs): void {
  if (hasKey(request)) return;
  const sent = request.headers['osdi-api-token'] ?? '';
  throw new AnswerError(authStatus, `API Key invalid or not present ${sent}`);
}

/** Whether the work is to be done later; only this exact parameter means so. */
export function isBackground(request: FastifyRequest): boolean {
  return new URLSearchParams(request.url.split('?')[1]).get('background_request') === 'true';
}

export function sendHal(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type('application/hal+json').send(JSON.stringify(body));
}
