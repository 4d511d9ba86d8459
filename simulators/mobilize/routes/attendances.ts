import type { FastifyInstance } from 'fastify';
import { integerIn, ownOrganizationIn, requireKey } from '../access.ts';
import { notFound } from '../api-error.ts';
import { mainOrganizationId } from '../data/organizations.ts';
import type { RowSet } from '../row-set.ts';
import type { World } from '../world.ts';
import { type RouteContext, sendList, sendOne } from './context.ts';

interface Org {
  readonly org: string;
}

/** Reading attendances and people: always with a key. */
export function addAttendanceRoutes(app: FastifyInstance, context: RouteContext): void {
  const { world, knobs } = context;

  app.get<{ Params: Org }>('/organizations/:org/attendances', (request, reply) => {
    requireKey(request, knobs.values);
    const rows = world().attendancesOf(ownOrganizationIn(request.params));
    return sendList(request, reply, context, { rows, urlName: 'organization_attendances' });
  });

  app.get<{ Params: Org & { id: string } }>('/organizations/:org/attendances/:id', (request, reply) => {
    requireKey(request, knobs.values);
    const organizationId = ownOrganizationIn(request.params);
    return sendOne(reply, attendanceJson(world(), organizationId, integerIn(request.params.id)));
  });

  app.get<{ Params: Org & { event: string } }>(
    '/organizations/:org/events/:event/attendances',
    (request, reply) => {
      requireKey(request, knobs.values);
      const organizationId = ownOrganizationIn(request.params);
      const eventId = integerIn(request.params.event);
      if (world().events.byId(eventId) === undefined) throw notFound();
      const rows = ofEvent(world(), organizationId, eventId);
      return sendList(request, reply, context, { rows, urlName: 'organization_event_attendances' });
    },
  );

  app.get<{ Params: Org }>('/organizations/:org/people', (request, reply) => {
    requireKey(request, knobs.values);
    const rows = world().peopleOf(ownOrganizationIn(request.params));
    return sendList(request, reply, context, { rows, urlName: 'organization_people' });
  });
}

function attendanceJson(world: World, organizationId: number, id: number): string {
  if (organizationId === mainOrganizationId) {
    const position = world.attendances.positionOf(id);
    if (position === undefined) throw notFound();
    return world.attendances.json(position);
  }
  const rows = world.attendancesOf(organizationId);
  for (let position = 0; position < rows.length; position++) {
    const json = rows.json(position);
    if (!rows.isHidden(position) && JSON.parse(json).id === id) return json;
  }
  throw notFound();
}

/** Only the main organisation's list is large, and it can tell a row's event without making the row. */
function ofEvent(world: World, organizationId: number, eventId: number): RowSet {
  const rows = world.attendancesOf(organizationId);
  const isElsewhere = (position: number) =>
    organizationId === mainOrganizationId
      ? world.attendances.eventIdAt(position) !== eventId
      : JSON.parse(rows.json(position)).event.id !== eventId;
  return {
    name: `${rows.name} of event ${eventId}`,
    length: rows.length,
    version: rows.version,
    modifiedAt: (position) => rows.modifiedAt(position),
    isHidden: (position) => rows.isHidden(position) || isElsewhere(position),
    json: (position) => rows.json(position),
  };
}
