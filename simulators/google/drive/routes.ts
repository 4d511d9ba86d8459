import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SimulatorContext } from '../../context.ts';
import { drawFreeId } from '../free-id.ts';
import { GoogleError } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import { parseFieldMask, selectFields } from '../sheets/field-mask.ts';
import type { GoogleStore } from '../store.ts';
import { createFile } from './create-file.ts';
import { listFiles } from './list-files.ts';
import { spreadsheetType } from './model.ts';
import { moveFile } from './move-file.ts';
import { createPermission, permissionBody } from './permissions.ts';
import { defaultFileFields, renderFile, renderPermission } from './render-file.ts';
import { findFile, roleOf } from './sharing.ts';

type Query = Readonly<Record<string, string | undefined>>;

const fileBody = z.object({
  name: z.string().optional(),
  mimeType: z.string().optional(),
  parents: z.array(z.string()).optional(),
  trashed: z.boolean().optional(),
});

/** Adds `/drive/v3/*`. The caller of a request has been checked before. */
export function addDriveRoutes(
  app: FastifyInstance,
  {
    context,
    store,
    callerOf,
  }: { context: SimulatorContext; store: GoogleStore; callerOf: (request: FastifyRequest) => Caller },
): void {
  const random = context.random('google-drive');
  const drawId = () =>
    `1Sim${random.uuid().replaceAll('-', '')}${random
      .integer(10 ** 8)
      .toString()
      .padStart(8, '0')}`;
  const newId = () => drawFreeId(drawId, (id) => store.files.has(id));
  const queryOf = (request: FastifyRequest) => request.query as Query;
  const allDrives = (request: FastifyRequest) => queryOf(request).supportsAllDrives?.toLowerCase() === 'true';
  const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
  const masked = (request: FastifyRequest, body: unknown, fallback: string) =>
    selectFields(body, parseFieldMask(queryOf(request).fields ?? fallback));
  const answerFile = (request: FastifyRequest, id: string) => {
    const caller = callerOf(request);
    const file = findFile(store, caller, id, { wanted: 'reader', supportsAllDrives: true });
    return masked(request, renderFile(file, roleOf(store, file, caller.email)), defaultFileFields);
  };

  app.get('/drive/v3/files', (request) => {
    const list = listFiles(store, callerOf(request), queryOf(request));
    return masked(request, list, 'kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)');
  });

  app.post('/drive/v3/files', (request) => {
    const {
      name = 'Untitled',
      mimeType = 'application/octet-stream',
      parents = [],
    } = fileBody.parse(request.body ?? {});
    const file = { id: newId(), name, mimeType, parents, nowMs: context.clock.now() };
    createFile(store, callerOf(request), file, allDrives(request));
    return answerFile(request, file.id);
  });

  app.get('/drive/v3/files/:id', (request) => {
    findFile(store, callerOf(request), idOf(request), {
      wanted: 'reader',
      supportsAllDrives: allDrives(request),
    });
    return answerFile(request, idOf(request));
  });

  app.patch('/drive/v3/files/:id', (request) => {
    const file = findFile(store, callerOf(request), idOf(request), {
      wanted: 'writer',
      supportsAllDrives: allDrives(request),
    });
    const { name = file.name, trashed = file.trashed } = fileBody.parse(request.body ?? {});
    const modifiedTime = new Date(context.clock.now()).toISOString();
    store.files.set(
      file.id,
      moveFile(store, callerOf(request), { ...file, name, trashed, modifiedTime }, queryOf(request)),
    );
    const spreadsheet = store.spreadsheets.get(file.id);
    if (spreadsheet !== undefined) store.spreadsheets.set(file.id, { ...spreadsheet, title: name });
    return answerFile(request, file.id);
  });

  app.delete('/drive/v3/files/:id', (request, reply) => {
    const file = findFile(store, callerOf(request), idOf(request), {
      wanted: 'fileOrganizer',
      supportsAllDrives: allDrives(request),
    });
    store.files.delete(file.id);
    store.spreadsheets.delete(file.id);
    return reply.code(204).send();
  });

  app.post('/drive/v3/files/:id/copy', (request) => {
    const supportsAllDrives = allDrives(request);
    const source = findFile(store, callerOf(request), idOf(request), { wanted: 'reader', supportsAllDrives });
    const { name = `Copy of ${source.name}`, parents = source.parents } = fileBody.parse(request.body ?? {});
    const { mimeType } = source;
    const content = mimeType === spreadsheetType ? store.spreadsheets.get(source.id) : undefined;
    const file = { id: newId(), name, mimeType, parents, nowMs: context.clock.now(), source: content };
    createFile(store, callerOf(request), file, supportsAllDrives);
    return answerFile(request, file.id);
  });

  app.get('/drive/v3/files/:id/permissions', (request) => {
    const file = findFile(store, callerOf(request), idOf(request), {
      wanted: 'writer',
      supportsAllDrives: allDrives(request),
    });
    const body = { kind: 'drive#permissionList', permissions: file.permissions.map(renderPermission) };
    return masked(request, body, 'kind,permissions(kind,id,type,role)');
  });

  app.post('/drive/v3/files/:id/permissions', (request) => {
    const file = findFile(store, callerOf(request), idOf(request), {
      wanted: 'writer',
      supportsAllDrives: allDrives(request),
    });
    const { file: shared, permission } = createPermission(
      file,
      permissionBody.parse(request.body ?? {}),
      queryOf(request),
      random,
    );
    store.files.set(file.id, shared);
    return masked(request, renderPermission(permission), 'kind,id,type,role');
  });

  app.delete('/drive/v3/files/:id/permissions/:permissionId', (request, reply) => {
    const file = findFile(store, callerOf(request), idOf(request), {
      wanted: 'writer',
      supportsAllDrives: allDrives(request),
    });
    const { permissionId } = request.params as { permissionId: string };
    const permissions = file.permissions.filter(({ id }) => id !== permissionId);
    if (permissions.length === file.permissions.length) throw permissionNotFound(permissionId);
    store.files.set(file.id, { ...file, permissions });
    return reply.code(204).send();
  });

  app.get('/drive/v3/about', (request) => {
    const user = { kind: 'drive#user', emailAddress: callerOf(request).email };
    return masked(
      request,
      { kind: 'drive#about', user, storageQuota: { limit: '0', usage: '0' } },
      'kind,user',
    );
  });
}

function permissionNotFound(id: string): GoogleError {
  return new GoogleError({
    httpStatus: 404,
    status: 'NOT_FOUND',
    message: `Permission not found: ${id}.`,
    reason: 'notFound',
  });
}
