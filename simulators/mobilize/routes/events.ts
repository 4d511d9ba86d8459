import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasKey, integerIn, organizationIn } from '../access.ts';
import { notFound } from '../api-error.ts';
import { mainOrganizationId, ownOrganizationIds, partnerOrganizationId } from '../data/organizations.ts';
import type { Event } from '../data/types.ts';
import { filterEvents, isSearch } from '../event-filters.ts';
import { rowSetOf } from '../row-set.ts';
import { queryOf, type RouteContext, sendList, sendOne } from './context.ts';

const searchLimit = 1_000;
/** The deprecated paths without an organisation are aliases of this one's. */
const aliasedOrganizationId = 1;

/** Events and deleted events: public, and with a key also the private ones and the contacts. */
export function addEventRoutes(app: FastifyInstance, context: RouteContext): void {
  const { world, knobs } = context;

  /** Promoted events are in the list of the promoter too: the partner's in the main organisation's. */
  const eventsOf = (organizationId: number): readonly Event[] => {
    const sponsors =
      organizationId === mainOrganizationId ? [mainOrganizationId, partnerOrganizationId] : [organizationId];
    return world()
      .events.all()
      .filter((event) => sponsors.includes(event.sponsor.id));
  };

  function sendEvents(request: FastifyRequest, reply: FastifyReply, organizationId: number, urlName: string) {
    const query = queryOf(request);
    const known = hasKey(request, knobs.values) && ownOrganizationIds.includes(organizationId);
    const events = filterEvents(eventsOf(organizationId), query, { hasKey: known, now: world().now() });
    query.delete('cursor');
    query.delete('page');
    const name = `events of ${organizationId} ${known} ${query}`;
    const limitedTo = isSearch(query) ? searchLimit : undefined;
    return sendList(request, reply, context, {
      rows: rowSetOf(name, events, world().version),
      urlName,
      limitedTo,
    });
  }

  function sendEvent(request: FastifyRequest, reply: FastifyReply, events: readonly Event[], id: number) {
    const known = hasKey(request, knobs.values);
    const event = events.find((candidate) => candidate.id === id);
    if (event === undefined || (!known && event.visibility === 'PRIVATE')) throw notFound();
    return sendOne(reply, JSON.stringify(known ? event : { ...event, contact: null }));
  }

  function sendDeleted(request: FastifyRequest, reply: FastifyReply, organizationId: number) {
    const known = hasKey(request, knobs.values) && ownOrganizationIds.includes(organizationId);
    const wanted = queryOf(request).getAll('visibility');
    const deleted = organizationId === mainOrganizationId ? world().events.deleted : [];
    const rows = deleted.filter(
      ({ visibility }) =>
        (known || visibility === 'PUBLIC') && (wanted.length === 0 || wanted.includes(visibility)),
    );
    const name = `deleted events of ${organizationId} ${known} ${wanted}`;
    const visible = {
      ...rowSetOf(name, rows, world().version),
      json: (position: number) =>
        JSON.stringify({ id: rows[position]?.id, deleted_date: rows[position]?.deleted_date }),
    };
    return sendList(request, reply, context, { rows: visible, urlName: 'public_deleted_events' });
  }

  app.get('/events', (request, reply) => sendEvents(request, reply, aliasedOrganizationId, 'public_events'));
  app.get('/events/deleted', (request, reply) => sendDeleted(request, reply, aliasedOrganizationId));
  app.get<{ Params: { event: string } }>('/events/:event', (request, reply) =>
    sendEvent(request, reply, world().events.all(), integerIn(request.params.event)),
  );
  app.get<{ Params: { org: string } }>('/organizations/:org/events', (request, reply) =>
    sendEvents(request, reply, organizationIn(request.params), 'public_organization_events'),
  );
  app.get<{ Params: { org: string } }>('/organizations/:org/events/deleted', (request, reply) =>
    sendDeleted(request, reply, organizationIn(request.params)),
  );
  app.get<{ Params: { org: string; event: string } }>('/organizations/:org/events/:event', (request, reply) =>
    sendEvent(request, reply, eventsOf(organizationIn(request.params)), integerIn(request.params.event)),
  );
}
