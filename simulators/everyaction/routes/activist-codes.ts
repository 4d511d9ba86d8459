import type { FastifyInstance } from 'fastify';
import { ApiError } from '../api-error.ts';
import { listPage } from '../list-page.ts';
import type { ActivistCode } from '../seed.ts';
import { existingPerson, type PersonParams, type RouteContext } from './context.ts';

/** Activist codes, and those that a person has. */
export function addActivistCodeRoutes(app: FastifyInstance, context: RouteContext): void {
  const { committee } = context;

  app.get('/activistCodes', (request) => listPage(request, committee().activistCodes.map(toJson)));

  app.get<{ Params: { id: string } }>('/activistCodes/:id(^\\d+$)', ({ params }) => {
    const code = committee().activistCodes.find(({ activistCodeId }) => activistCodeId === Number(params.id));
    if (code === undefined) throw new ApiError(404, 'The specified resource was not found.');
    return toJson(code);
  });

  app.get<{ Params: PersonParams }>('/people/:vanId(^\\d+$)/activistCodes', (request) => {
    const { vanId } = existingPerson(context, request.params);
    const ids = committee()
      .applications(vanId)
      .flatMap(({ kind, id }) => (kind === 'activistCode' ? [id] : []));
    const codes = committee().activistCodes.filter(({ activistCodeId }) => ids.includes(activistCodeId));
    return listPage(
      request,
      codes.map(({ activistCodeId, name }) => ({ activistCodeId, activistCodeName: name })),
    );
  });
}

function toJson({ activistCodeId, name }: ActivistCode) {
  return {
    activistCodeId,
    type: 'Volunteer',
    name,
    mediumName: name.slice(0, 12),
    shortName: name.slice(0, 4),
    description: null,
    scriptQuestion: null,
    status: 'Active',
  };
}
