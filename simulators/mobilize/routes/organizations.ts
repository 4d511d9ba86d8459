import type { FastifyInstance } from 'fastify';
import { ownOrganizationIn, requireKey } from '../access.ts';
import { mainOrganizationId, organizations, partnerOrganizationId } from '../data/organizations.ts';
import { rowSetOf } from '../row-set.ts';
import { type RouteContext, sendList } from './context.ts';
import { enums } from './enums.ts';

/** Organisations, which are public, those that one promotes, which are not, and the values of enums. */
export function addOrganizationRoutes(app: FastifyInstance, context: RouteContext): void {
  app.get('/organizations', (request, reply) =>
    sendList(request, reply, context, {
      rows: rowSetOf('organizations', organizations),
      urlName: 'public_organizations',
    }),
  );

  app.get<{ Params: { org: string } }>('/organizations/:org/promoted_organizations', (request, reply) => {
    requireKey(request, context.knobs.values);
    const promoted = ownOrganizationIn(request.params) === mainOrganizationId ? [partnerOrganizationId] : [];
    const rows = organizations.filter(({ id }) => promoted.includes(id));
    return sendList(request, reply, context, {
      rows: rowSetOf(`promoted ${promoted}`, rows),
      urlName: 'organization_promoted_organizations',
    });
  });

  app.get('/enums', () => ({ data: enums }));
}
