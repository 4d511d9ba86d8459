import { z } from 'zod';
import { GoogleError, permissionDenied } from '../google-error.ts';
import { flag, parameter, parameters, type SheetsCall } from './call.ts';
import { dataFilter, filterRanges, findMetadata, renderMetadata } from './developer-metadata.ts';
import type { SpreadsheetDraft } from './draft.ts';
import type { EditSpreadsheet } from './edit.ts';
import { assertKnownFields, type FieldTree, isLeaf, parseFieldMask } from './field-mask.ts';
import { resolveA1, resolveGridRange, sheetById } from './grid-range.ts';
import type { Rectangle, Spreadsheet } from './model.ts';
import { renderSheetProperties } from './render/sheet-properties.ts';
import { renderSpreadsheet } from './render/spreadsheet.ts';
import { applyRequests } from './requests/batch-update.ts';
import { parseBody } from './requests/define.ts';
import { jsonObject } from './requests/shapes.ts';
import { addCopiedSheet } from './requests/sheets.ts';

/** Names of a Spreadsheet that a mask may hold; what lies below an empty one is not checked. */
const spreadsheetFields: FieldTree = {
  spreadsheetId: {},
  properties: {},
  namedRanges: {},
  spreadsheetUrl: {},
  developerMetadata: {},
  dataSources: {},
  dataSourceSchedules: {},
  sheets: {
    properties: {
      sheetId: {},
      title: {},
      index: {},
      sheetType: {},
      gridProperties: {},
      hidden: {},
      tabColor: {},
      tabColorStyle: {},
      rightToLeft: {},
      dataSourceSheetProperties: {},
    },
    data: {},
    merges: {},
    conditionalFormats: {},
    filterViews: {},
    protectedRanges: {},
    basicFilter: {},
    charts: {},
    bandedRanges: {},
    developerMetadata: {},
    rowGroups: {},
    columnGroups: {},
    slicers: {},
    tables: {},
  },
};

/** Whether a `fields` mask asks for grid data; a mask overrides `includeGridData`. */
function wantsGridData(call: Pick<SheetsCall, 'query'>, byParameter: boolean): boolean {
  const fields = parameter(call, 'fields');
  if (fields === undefined) return byParameter;
  const mask = parseFieldMask(fields);
  assertKnownFields(mask, spreadsheetFields);
  if (mask['*'] !== undefined) return true;
  const { sheets } = mask;
  return sheets !== undefined && (isLeaf(sheets) || sheets.data !== undefined || sheets['*'] !== undefined);
}

export function getSpreadsheet(call: SheetsCall, spreadsheet: Spreadsheet): object {
  const ranges = parameters(call, 'ranges');
  const rectangles = ranges.map((range) => clipped(spreadsheet, range));
  return renderSpreadsheet(spreadsheet, {
    rectangles: ranges.length === 0 ? undefined : rectangles,
    gridData: wantsGridData(call, flag(call, 'includeGridData')),
    caller: call.caller.email,
  });
}

function clipped(spreadsheet: Spreadsheet, range: string): Rectangle {
  const { sheet, rectangle } = resolveA1(spreadsheet, range);
  return {
    ...rectangle,
    endRow: Math.min(rectangle.endRow, sheet.rowCount),
    endColumn: Math.min(rectangle.endColumn, sheet.columnCount),
  };
}

const filteredGet = z.strictObject({
  dataFilters: z.array(dataFilter).default([]),
  includeGridData: z.boolean().default(false),
  excludeTablesInBandedRanges: z.boolean().optional(),
});

export function getSpreadsheetByDataFilter(call: SheetsCall, spreadsheet: Spreadsheet): object {
  const { dataFilters, includeGridData } = parseBody(filteredGet, call.body);
  const rectangles = dataFilters.flatMap((filter) =>
    filterRanges(spreadsheet, filter).map((range) =>
      resolveGridRange(sheetById(spreadsheet, range.sheetId ?? 0), range),
    ),
  );
  return renderSpreadsheet(spreadsheet, {
    rectangles: dataFilters.length === 0 ? undefined : rectangles,
    gridData: wantsGridData(call, includeGridData),
    caller: call.caller.email,
  });
}

const batchUpdateBody = z.strictObject({
  requests: z.array(z.unknown()).default([]),
  includeSpreadsheetInResponse: z.boolean().default(false),
  responseRanges: z.array(z.string()).default([]),
  responseIncludeGridData: z.boolean().default(false),
});

export function batchUpdate(call: SheetsCall, draft: SpreadsheetDraft): object {
  const body = parseBody(batchUpdateBody, call.body);
  const replies = applyRequests(draft, body.requests);
  const { spreadsheet } = draft;
  if (!body.includeSpreadsheetInResponse) return { spreadsheetId: spreadsheet.spreadsheetId, replies };
  const rectangles = body.responseRanges.map((range) => clipped(spreadsheet, range));
  const updatedSpreadsheet = renderSpreadsheet(spreadsheet, {
    rectangles: rectangles.length === 0 ? undefined : rectangles,
    gridData: body.responseIncludeGridData,
    caller: call.caller.email,
  });
  return { spreadsheetId: spreadsheet.spreadsheetId, replies, updatedSpreadsheet };
}

/** Service accounts cannot own a spreadsheet, so this is always refused; Drive's files.create into a shared drive works. */
export function createRefused({ body }: SheetsCall): never {
  parseBody(
    z.strictObject({ properties: jsonObject.optional(), sheets: z.array(jsonObject).optional() }),
    body,
  );
  throw permissionDenied();
}

/** Copies a tab into another spreadsheet that the caller may write. */
export function copySheetTo(
  call: SheetsCall,
  source: Spreadsheet,
  findDestination: (spreadsheetId: string) => Spreadsheet,
  edit: EditSpreadsheet,
): object {
  const { destinationSpreadsheetId } = parseBody(
    z.strictObject({ destinationSpreadsheetId: z.string() }),
    call.body,
  );
  const sheet = sheetById(source, call.operation.numericId);
  return edit(findDestination(destinationSpreadsheetId), call.caller.email, (draft) => {
    const copied = addCopiedSheet(draft, sheet);
    return renderSheetProperties(copied, draft.spreadsheet.sheets.indexOf(copied));
  });
}

export function getMetadata({ operation }: SheetsCall, spreadsheet: Spreadsheet): object {
  const entry = spreadsheet.developerMetadata.find(({ metadataId }) => metadataId === operation.numericId);
  if (entry === undefined) {
    throw new GoogleError({
      httpStatus: 404,
      status: 'NOT_FOUND',
      message: `No developer metadata with ID ${operation.numericId}`,
    });
  }
  return renderMetadata(entry);
}

export function searchMetadata({ body }: SheetsCall, spreadsheet: Spreadsheet): object {
  const { dataFilters } = parseBody(z.strictObject({ dataFilters: z.array(dataFilter).default([]) }), body);
  const matches = new Map<number, { developerMetadata: object; dataFilters: object[] }>();
  for (const filter of dataFilters) {
    for (const entry of findMetadata(spreadsheet, filter)) {
      const match = matches.get(entry.metadataId) ?? {
        developerMetadata: renderMetadata(entry),
        dataFilters: [],
      };
      match.dataFilters.push(filter);
      matches.set(entry.metadataId, match);
    }
  }
  return matches.size === 0 ? {} : { matchedDeveloperMetadata: [...matches.values()] };
}
