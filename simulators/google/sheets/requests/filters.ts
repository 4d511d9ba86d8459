import { z } from 'zod';
import { resolveGridRange, sheetById, toGridRange } from '../grid-range.ts';
import { defineRequest } from './define.ts';
import { gridRange, jsonObject, sheetId } from './shapes.ts';

/** The filter of a tab; it replaces the former one and is stored with all its bounds. */
const setBasicFilter = defineRequest(
  z.strictObject({
    filter: z.strictObject({
      range: gridRange.optional(),
      sortSpecs: z.array(jsonObject).optional(),
      filterSpecs: z.array(jsonObject).optional(),
      criteria: jsonObject.optional(),
    }),
  }),
  (draft, { filter: { range, ...rest } }) => {
    const bounds = range ?? { sheetId: sheetById(draft.spreadsheet, 0).sheetId };
    const sheet = draft.edit(bounds.sheetId);
    sheet.basicFilter = { range: toGridRange(resolveGridRange(sheet, bounds)), rest };
    return {};
  },
);

const clearBasicFilter = defineRequest(
  z.strictObject({ sheetId: sheetId.default(0) }),
  (draft, { sheetId: id }) => {
    draft.edit(id).basicFilter = undefined;
    return {};
  },
);

export const filterRequests = { setBasicFilter, clearBasicFilter };
