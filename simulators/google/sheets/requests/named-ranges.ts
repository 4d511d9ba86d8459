import { z } from 'zod';
import { drawFreeNumber } from '../../free-id.ts';
import { invalidArgument } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { renderGridRange, resolveGridRange, sheetById } from '../grid-range.ts';
import type { NamedRange } from '../model.ts';
import { defineRequest } from './define.ts';
import { gridRange } from './shapes.ts';

export function renderNamedRange({ namedRangeId, name, range }: NamedRange): object {
  return { namedRangeId, name, range: renderGridRange(range) };
}

function setNamedRanges({ spreadsheet }: SpreadsheetDraft, namedRanges: readonly NamedRange[]): void {
  Object.assign(spreadsheet, { namedRanges });
}

const addNamedRange = defineRequest(
  z.strictObject({
    namedRange: z.strictObject({ namedRangeId: z.string().optional(), name: z.string(), range: gridRange }),
  }),
  (draft, { namedRange: { namedRangeId, name, range } }) => {
    const { namedRanges } = draft.spreadsheet;
    if (!/^[\p{L}_][\p{L}\p{N}_]{0,249}$/u.test(name)) throw invalidArgument(`Invalid name: ${name}`);
    if (namedRanges.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
      throw invalidArgument(`A named range with the name "${name}" already exists.`);
    }
    resolveGridRange(sheetById(draft.spreadsheet, range.sheetId), range);
    const id =
      namedRangeId ??
      String(
        drawFreeNumber(
          draft.context.random,
          namedRanges.map((entry) => Number(entry.namedRangeId)),
        ),
      );
    const entry: NamedRange = { namedRangeId: id, name, range };
    setNamedRanges(draft, [...namedRanges, entry]);
    return { addNamedRange: { namedRange: renderNamedRange(entry) } };
  },
);

const deleteNamedRange = defineRequest(
  z.strictObject({ namedRangeId: z.string() }),
  (draft, { namedRangeId }) => {
    const { namedRanges } = draft.spreadsheet;
    const kept = namedRanges.filter((entry) => entry.namedRangeId !== namedRangeId);
    if (kept.length === namedRanges.length) throw invalidArgument(`No named range with id: ${namedRangeId}`);
    setNamedRanges(draft, kept);
    return {};
  },
);

export const namedRangeRequests = { addNamedRange, deleteNamedRange };
