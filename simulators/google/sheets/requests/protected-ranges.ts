import { z } from 'zod';
import { drawFreeNumber } from '../../free-id.ts';
import { invalidArgument } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { below } from '../field-mask.ts';
import { renderGridRange, resolveGridRange, sheetById } from '../grid-range.ts';
import type { ProtectedRange, Sheet } from '../model.ts';
import { defineRequest } from './define.ts';
import { fields, gridRange } from './shapes.ts';
import { readPropertiesMask } from './sheet-properties.ts';

const editors = z.strictObject({
  users: z.array(z.string()).default([]),
  groups: z.array(z.string()).optional(),
  domainUsersCanEdit: z.boolean().optional(),
});

const protectedRange = z.strictObject({
  protectedRangeId: z.int().positive().optional(),
  range: gridRange.optional(),
  description: z.string().optional(),
  warningOnly: z.boolean().optional(),
  editors: editors.optional(),
});

/** A protected range as Google answers it to this caller. */
export function renderProtectedRange(entry: ProtectedRange, caller: string | undefined): object {
  const { protectedRangeId, range, description, warningOnly, editors: users } = entry;
  return {
    protectedRangeId,
    range: renderGridRange(range),
    ...(description === undefined ? {} : { description }),
    ...(warningOnly === true ? { warningOnly } : {}),
    ...(caller === undefined || users.includes(caller)
      ? { requestingUserCanEdit: true, editors: { users } }
      : {}),
  };
}

/** The caller, where there is one, stays among the editors of what it protects. */
const addProtectedRange = defineRequest(
  z.strictObject({ protectedRange }),
  (draft, { protectedRange: given }) => {
    const { context } = draft;
    const range = given.range ?? { sheetId: 0 };
    const sheet = draft.edit(range.sheetId);
    resolveGridRange(sheet, range);
    const users = new Set([
      ...(context.editor === undefined ? [] : [context.editor]),
      ...(given.editors?.users ?? []),
    ]);
    const entry: ProtectedRange = {
      protectedRangeId: given.protectedRangeId ?? drawFreeNumber(context.random, takenIds(draft)),
      range,
      description: given.description,
      warningOnly: given.warningOnly,
      editors: [...users],
    };
    sheet.protectedRanges = [...sheet.protectedRanges, entry];
    return { addProtectedRange: { protectedRange: renderProtectedRange(entry, context.editor) } };
  },
);

function takenIds({ spreadsheet }: SpreadsheetDraft): number[] {
  return spreadsheet.sheets.flatMap((sheet) =>
    sheet.protectedRanges.map(({ protectedRangeId }) => protectedRangeId),
  );
}

function findProtected(draft: SpreadsheetDraft, id: number): { sheet: Sheet; entry: ProtectedRange } {
  for (const sheet of draft.spreadsheet.sheets) {
    const entry = sheet.protectedRanges.find(({ protectedRangeId }) => protectedRangeId === id);
    if (entry === undefined) continue;
    if (draft.context.editor !== undefined && !entry.editors.includes(draft.context.editor)) {
      throw invalidArgument('You do not have permission to change the protection of this range.');
    }
    return { sheet: draft.edit(sheetById(draft.spreadsheet, sheet.sheetId).sheetId), entry };
  }
  throw invalidArgument(`No protected range with id: ${id}`);
}

const updateProtectedRange = defineRequest(
  z.strictObject({ protectedRange, fields }),
  (draft, { protectedRange: given, fields: mask }) => {
    const tree = readPropertiesMask(mask);
    const { sheet, entry } = findProtected(draft, given.protectedRangeId ?? 0);
    const masked = (field: string) => below(tree, field) !== undefined;
    const changed: ProtectedRange = {
      ...entry,
      ...(masked('range') && given.range !== undefined ? { range: given.range } : {}),
      ...(masked('description') ? { description: given.description } : {}),
      ...(masked('warningOnly') ? { warningOnly: given.warningOnly } : {}),
      ...(masked('editors') ? { editors: given.editors?.users ?? [] } : {}),
    };
    sheet.protectedRanges = sheet.protectedRanges.map((other) => (other === entry ? changed : other));
    return {};
  },
);

const deleteProtectedRange = defineRequest(
  z.strictObject({ protectedRangeId: z.int().positive() }),
  (draft, { protectedRangeId }) => {
    const { sheet, entry } = findProtected(draft, protectedRangeId);
    sheet.protectedRanges = sheet.protectedRanges.filter((other) => other !== entry);
    return {};
  },
);

export const protectedRangeRequests = { addProtectedRange, updateProtectedRange, deleteProtectedRange };
