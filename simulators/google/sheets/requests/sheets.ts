import { z } from 'zod';
import { drawFreeNumber } from '../../free-id.ts';
import { invalidArgument } from '../../google-error.ts';
import type { SpreadsheetDraft } from '../draft.ts';
import { below } from '../field-mask.ts';
import { sheetById } from '../grid-range.ts';
import { createSheet, type Sheet } from '../model.ts';
import { assertSheetEditable } from '../protection.ts';
import { renderSheetProperties } from '../render/sheet-properties.ts';
import { retitleReferences } from '../structure.ts';
import { defineRequest } from './define.ts';
import { fields, sheetId } from './shapes.ts';
import {
  assertTitleFree,
  assignSheetProperties,
  readPropertiesMask,
  type SheetProperties,
  sheetProperties,
  tabColour,
} from './sheet-properties.ts';

/** A new tab as described; id and title are found when they are not given. */
export function buildSheet(draft: SpreadsheetDraft, properties: SheetProperties): Sheet {
  const title = properties.title ?? freeTitle(draft);
  assertTitleFree(draft, title);
  const grid = properties.gridProperties ?? {};
  const sheet = createSheet(freeSheetId(draft, properties.sheetId), title, {
    ...(grid.rowCount === undefined ? {} : { rowCount: grid.rowCount }),
    ...(grid.columnCount === undefined ? {} : { columnCount: grid.columnCount }),
  });
  return Object.assign(sheet, {
    hidden: properties.hidden ?? false,
    rightToLeft: properties.rightToLeft ?? false,
    frozenRowCount: grid.frozenRowCount ?? 0,
    frozenColumnCount: grid.frozenColumnCount ?? 0,
    hideGridlines: grid.hideGridlines ?? false,
    tabColorStyle: tabColour(properties),
  });
}

function freeTitle({ spreadsheet }: SpreadsheetDraft): string {
  const taken = new Set(spreadsheet.sheets.map(({ title }) => title));
  let number = spreadsheet.sheets.length + 1;
  while (taken.has(`Sheet${number}`)) number++;
  return `Sheet${number}`;
}

function freeSheetId({ spreadsheet, context }: SpreadsheetDraft, wanted: number | undefined): number {
  const taken = new Set(spreadsheet.sheets.map((sheet) => sheet.sheetId));
  if (wanted !== undefined) {
    if (taken.has(wanted)) throw invalidArgument(`A sheet with the id ${wanted} already exists.`);
    return wanted;
  }
  return drawFreeNumber(context.random, taken);
}

function renderedProperties(draft: SpreadsheetDraft, sheet: Sheet) {
  const { sheets } = draft.spreadsheet;
  const index = sheets.findIndex((other) => other.sheetId === sheet.sheetId);
  return { properties: renderSheetProperties(sheet, index) };
}

const addSheet = defineRequest(
  z.strictObject({ properties: sheetProperties.default({}) }),
  (draft, { properties }) => {
    const sheet = buildSheet(draft, properties);
    draft.addSheet(sheet, properties.index);
    return { addSheet: renderedProperties(draft, sheet) };
  },
);

const deleteSheet = defineRequest(
  z.strictObject({ sheetId: sheetId.default(0) }),
  (draft, { sheetId: id }) => {
    const { spreadsheet } = draft;
    const sheet = sheetById(spreadsheet, id);
    assertSheetEditable(draft, sheet);
    const kept = spreadsheet.sheets.filter((other) => other !== sheet);
    if (kept.every(({ hidden }) => hidden)) {
      throw invalidArgument("You can't remove all the visible sheets in a document.");
    }
    Object.assign(spreadsheet, {
      sheets: kept,
      namedRanges: spreadsheet.namedRanges.filter(({ range }) => (range.sheetId ?? 0) !== id),
      developerMetadata: spreadsheet.developerMetadata.filter(
        ({ location }) => location.locationType === 'SPREADSHEET' || location.sheetId !== id,
      ),
    });
    retitleReferences(draft, sheet.title, undefined);
    return {};
  },
);

const updateSheetProperties = defineRequest(
  z.strictObject({ properties: sheetProperties, fields }),
  (draft, { properties, fields: mask }) => {
    const tree = readPropertiesMask(mask);
    const id = properties.sheetId ?? 0;
    if (below(tree, 'title') !== undefined) assertSheetEditable(draft, sheetById(draft.spreadsheet, id));
    assignSheetProperties(draft, id, properties, tree);
    return {};
  },
);

const updateSpreadsheetProperties = defineRequest(
  z.strictObject({
    properties: z.strictObject({
      title: z.string().optional(),
      locale: z.string().optional(),
      timeZone: z.string().optional(),
    }),
    fields,
  }),
  (draft, { properties, fields: mask }) => {
    const tree = readPropertiesMask(mask);
    for (const field of ['title', 'locale', 'timeZone'] as const) {
      const value = properties[field];
      if (below(tree, field) !== undefined && value !== undefined) draft.spreadsheet[field] = value;
    }
    return {};
  },
);

/** A copy with cells, formats, rules, filter and merges; protections and metadata stay with the original. */
const duplicateSheet = defineRequest(
  z.strictObject({
    sourceSheetId: sheetId.default(0),
    insertSheetIndex: z.int().nonnegative().optional(),
    newSheetId: sheetId.optional(),
    newSheetName: z.string().optional(),
  }),
  (draft, { sourceSheetId, insertSheetIndex, newSheetId, newSheetName }) => {
    const source = sheetById(draft.spreadsheet, sourceSheetId);
    const title = newSheetName ?? copyTitle(draft, source.title);
    assertTitleFree(draft, title);
    const sheet = copySheet(source, freeSheetId(draft, newSheetId), title);
    draft.addSheet(sheet, insertSheetIndex ?? 0);
    return { duplicateSheet: renderedProperties(draft, sheet) };
  },
);

/** A tab with the same cells under a new id; rows are shared until one of the two is changed. */
export function copySheet(source: Sheet, id: number, title: string): Sheet {
  const withId = <R extends object>(range: R) => ({ ...range, sheetId: id });
  return {
    ...source,
    sheetId: id,
    title,
    rows: source.rows.slice(),
    rowProperties: source.rowProperties.slice(),
    columnProperties: source.columnProperties.slice(),
    merges: source.merges.map(withId),
    conditionalFormats: source.conditionalFormats.map((rule) => ({
      ...rule,
      ranges: rule.ranges.map(withId),
    })),
    basicFilter: source.basicFilter && { ...source.basicFilter, range: withId(source.basicFilter.range) },
    protectedRanges: [],
  };
}

/** `Copy of X`, `Copy of X 2`, … */
export function copyTitle({ spreadsheet }: SpreadsheetDraft, title: string): string {
  const taken = new Set(spreadsheet.sheets.map((sheet) => sheet.title.toLowerCase()));
  const wanted = `Copy of ${title}`;
  let candidate = wanted;
  for (let number = 2; taken.has(candidate.toLowerCase()); number++) candidate = `${wanted} ${number}`;
  return candidate;
}

/** Adds a copy of another spreadsheet's tab, as `sheets.copyTo` does, and gives it as it is now. */
export function addCopiedSheet(draft: SpreadsheetDraft, source: Sheet): Sheet {
  const sheet = copySheet(source, freeSheetId(draft, undefined), copyTitle(draft, source.title));
  draft.addSheet(sheet);
  return sheet;
}

export const sheetRequests = {
  addSheet,
  deleteSheet,
  updateSheetProperties,
  updateSpreadsheetProperties,
  duplicateSheet,
};
