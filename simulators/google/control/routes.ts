import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type DriveFile, type Permission, roles, spreadsheetType } from '../drive/model.ts';
import { drawFreeId } from '../free-id.ts';
import { seeded } from '../seed.ts';
import type { EditSpreadsheet, SheetsDependencies } from '../sheets/edit.ts';
import { sheetByTitle } from '../sheets/grid-range.ts';
import { createSheet, createSpreadsheet, type Spreadsheet } from '../sheets/model.ts';
import { applyRequests } from '../sheets/requests/batch-update.ts';
import { humanEdits } from './human-edits.ts';

const target = z.looseObject({
  spreadsheetId: z.string().default(seeded.attendanceSpreadsheet),
  /** Title of the tab; the first one by default. */
  tab: z.string().optional(),
});
const edit = z.strictObject({
  spreadsheetId: z.string().default(seeded.attendanceSpreadsheet),
  requests: z.array(z.unknown()),
});
const share = z.strictObject({
  fileId: z.string().default(seeded.attendanceSpreadsheet),
  email: z.string().default(seeded.serviceAccountEmail),
  /** null takes the file away from the account. */
  role: z.enum(roles).nullable(),
});
const newSpreadsheet = z.strictObject({
  title: z.string().default('Untitled spreadsheet'),
  tab: z.string().default('Sheet1'),
  role: z.enum(roles).nullable().default('writer'),
});

/**
 * Adds `/__control/google/*`: what people do to spreadsheets while a job runs. None of it counts against a quota, and
 * protections do not stop it.
 *
 * `POST /__control/google/<edit>` does one of `humanEdits`; `…/edit` takes any requests of a batchUpdate; `…/share`
 * changes who may see a file; `…/spreadsheets` makes a new one in a person's My Drive.
 */
export function addControlRoutes(
  app: FastifyInstance,
  { context, store }: SheetsDependencies,
  editSpreadsheet: EditSpreadsheet,
): void {
  const random = context.random('google-control');
  const find = (id: string): Spreadsheet => {
    const spreadsheet = store.spreadsheets.get(id);
    if (spreadsheet === undefined) throw new Error(`there is no spreadsheet ${id}`);
    return spreadsheet;
  };
  const apply = (id: string, requests: readonly unknown[]) => {
    const replies = editSpreadsheet(find(id), undefined, (draft) => applyRequests(draft, requests));
    context.changed();
    return { replies };
  };

  for (const [name, human] of Object.entries(humanEdits)) {
    app.post(`/__control/google/${name}`, (request) => {
      const { spreadsheetId, tab, ...body } = target.parse(request.body ?? {});
      const spreadsheet = find(spreadsheetId);
      const sheet = tab === undefined ? spreadsheet.sheets[0] : sheetByTitle(spreadsheet, tab);
      if (sheet === undefined) throw new Error(`there is no tab ${tab}`);
      const currentYear = new Date(context.clock.now()).getUTCFullYear();
      return apply(spreadsheetId, human.requests({ spreadsheet, sheet, currentYear }, body));
    });
  }

  app.post('/__control/google/edit', (request) => {
    const { spreadsheetId, requests } = edit.parse(request.body);
    return apply(spreadsheetId, requests);
  });

  app.post('/__control/google/share', (request, reply) => {
    const { fileId, email, role } = share.parse(request.body);
    const file = store.files.get(fileId);
    if (file === undefined) throw new Error(`there is no file ${fileId}`);
    const others = file.permissions.filter(({ emailAddress }) => emailAddress !== email);
    store.files.set(fileId, { ...file, permissions: [...others, ...permissionsOf(email, role)] });
    context.changed();
    return reply.code(204).send();
  });

  app.post('/__control/google/spreadsheets', (request, reply) => {
    const { title, tab, role } = newSpreadsheet.parse(request.body ?? {});
    const drawId = () => `1Sim${random.uuid().replaceAll('-', '')}00000000`;
    const id = drawFreeId(drawId, (drawn) => store.files.has(drawn));
    const time = new Date(context.clock.now()).toISOString();
    const owner: Permission = { id: '1', type: 'user', role: 'owner', emailAddress: seeded.personEmail };
    const file: DriveFile = {
      id,
      name: title,
      mimeType: spreadsheetType,
      parents: [],
      trashed: false,
      createdBy: seeded.personEmail,
      createdTime: time,
      modifiedTime: time,
      permissions: [owner, ...permissionsOf(seeded.serviceAccountEmail, role)],
    };
    store.files.set(id, file);
    store.spreadsheets.set(id, createSpreadsheet(id, title, [createSheet(0, tab)]));
    context.changed();
    return reply.code(201).send({ spreadsheetId: id });
  });
}

function permissionsOf(email: string, role: Permission['role'] | null): Permission[] {
  return role === null ? [] : [{ id: '2', type: 'user', role, emailAddress: email }];
}
