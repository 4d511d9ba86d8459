import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../api-error.ts';
import { listPage } from '../list-page.ts';
import { existingPerson, type PersonParams, type RouteContext } from './context.ts';

interface CodeParams {
  readonly codeId: string;
}

const newCode = z.looseObject({ name: z.string().min(1), codeType: z.string().default('SourceCode') });
const given = z.looseObject({ codeId: z.int() });

/** Source codes and tags, and giving them to people. */
export function addCodeRoutes(app: FastifyInstance, context: RouteContext): void {
  const { committee } = context;

  app.get('/codes', (request) => listPage(request, committee().codes()));

  app.get<{ Params: CodeParams }>('/codes/:codeId(^\\d+$)', ({ params }) => existingCode(params.codeId));

  // The answer is a bare number, and no object.
  app.post('/codes', (request, reply) => {
    const parsed = newCode.safeParse(request.body);
    if (!parsed.success) throw new ApiError(400, "'name' is required.", ['name']);
    const { codeId } = committee().createCode(parsed.data);
    return reply.code(201).type('application/json; charset=utf-8').send(String(codeId));
  });

  app.get('/codeTypes', (_request, reply) => reply.send(['SourceCode', 'Tag']));

  app.post<{ Params: PersonParams }>('/people/:vanId(^\\d+$)/codes', (request, reply) => {
    const { vanId } = existingPerson(context, request.params);
    const parsed = given.safeParse(request.body);
    if (!parsed.success) throw new ApiError(400, "'codeId' is required.", ['codeId']);
    const { codeId: id } = existingCode(parsed.data.codeId);
    committee().apply({ kind: 'code', vanId, id });
    return reply.code(204).send();
  });

  app.delete<{ Params: PersonParams & CodeParams }>(
    '/people/:vanId(^\\d+$)/codes/:codeId(^\\d+$)',
    (request, reply) => {
      const { vanId } = existingPerson(context, request.params);
      const { codeId: id } = existingCode(request.params.codeId);
      committee().remove({ kind: 'code', vanId, id });
      return reply.code(204).send();
    },
  );

  function existingCode(codeId: string | number) {
    const code = committee().code(Number(codeId));
    if (code === undefined) throw new ApiError(404, 'The specified resource was not found.');
    return code;
  }
}
