import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Knobs } from '../../knobs.ts';
import type { MobilizeKnobs } from '../knobs.ts';
import { listPage } from '../list-page.ts';
import type { RowSet } from '../row-set.ts';
import type { Selector } from '../selection.ts';
import type { World } from '../world.ts';

/** What the routes share. `world()` is asked anew for each request, since a reset makes a new one. */
export interface RouteContext {
  readonly world: () => World;
  readonly knobs: Knobs<MobilizeKnobs>;
  readonly selector: Selector;
}

/** The parameters of the request, repeated ones included. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const start = request.url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : request.url.slice(start + 1));
}

/** Sends one page of a list, with links that lead back to where the request was sent to. */
export function sendList(
  request: FastifyRequest,
  reply: FastifyReply,
  { selector, knobs }: RouteContext,
  list: { readonly rows: RowSet; readonly urlName: string; readonly limitedTo?: number | undefined },
): FastifyReply {
  const [path = ''] = request.url.split('?', 1);
  const url = `${request.protocol}://${request.host}${path}`;
  const body = listPage({ ...list, url, query: queryOf(request) }, { selector, knobs: knobs.values });
  // Encoded once, instead of wherever somebody needs its length.
  return reply.type('application/json').send(Buffer.from(body));
}

/** Sends one object whose JSON is at hand. */
export function sendOne(reply: FastifyReply, json: string): FastifyReply {
  return reply.type('application/json').send(`{"data":${json}}`);
}
