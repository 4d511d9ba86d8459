import { z } from 'zod';
import { invalidArgument } from '../google-error.ts';
import { parameter, parameters, type SheetsCall } from './call.ts';
import { type InputCell, readInputRows, type ValueInputOption } from './cells/input-values.ts';
import { dataFilter, filterRanges } from './developer-metadata.ts';
import type { SpreadsheetDraft } from './draft.ts';
import { Evaluator } from './formulas/evaluate.ts';
import { clipGridRange, type ResolvedA1, resolveGridRange, sheetById } from './grid-range.ts';
import type { GridRange, Spreadsheet } from './model.ts';
import { parseBody } from './requests/define.ts';
import { type ReadOptions, readChoice, readRectangle, readValues } from './values-read.ts';
import {
  appendValues,
  clearCells,
  clearRange,
  type UpdateResult,
  updateCells,
  updateValues,
} from './values-write.ts';

/** Settings of the simulator that reading depends on. */
export type OutsideGrid = ReadOptions['outsideGrid'];

function readOptions(from: (name: string) => unknown, outsideGrid: OutsideGrid): ReadOptions {
  return {
    majorDimension: readChoice('majorDimension', from('majorDimension')),
    valueRender: readChoice('valueRender', from('valueRenderOption')),
    dateTimeRender: readChoice('dateTimeRender', from('dateTimeRenderOption')),
    outsideGrid,
  };
}

export function getValues(call: SheetsCall, spreadsheet: Spreadsheet, outsideGrid: OutsideGrid): object {
  const options = readOptions((name) => parameter(call, name), outsideGrid);
  return readValues(spreadsheet, new Evaluator(spreadsheet), call.operation.range, options);
}

export function batchGetValues(call: SheetsCall, spreadsheet: Spreadsheet, outsideGrid: OutsideGrid): object {
  const options = readOptions((name) => parameter(call, name), outsideGrid);
  const evaluator = new Evaluator(spreadsheet);
  const valueRanges = parameters(call, 'ranges').map((range) =>
    readValues(spreadsheet, evaluator, range, options),
  );
  return { spreadsheetId: spreadsheet.spreadsheetId, ...(valueRanges.length === 0 ? {} : { valueRanges }) };
}

const filteredRead = z.strictObject({
  dataFilters: z.array(dataFilter).default([]),
  majorDimension: z.string().optional(),
  valueRenderOption: z.string().optional(),
  dateTimeRenderOption: z.string().optional(),
});

export function batchGetValuesByDataFilter(
  { body }: SheetsCall,
  spreadsheet: Spreadsheet,
  outsideGrid: OutsideGrid,
): object {
  const { dataFilters, ...rest } = parseBody(filteredRead, body);
  const options = readOptions((name) => Object(rest)[name], outsideGrid);
  const evaluator = new Evaluator(spreadsheet);
  const valueRanges = dataFilters.flatMap((filter) =>
    filterRanges(spreadsheet, filter).map((range) => {
      const sheet = sheetById(spreadsheet, range.sheetId ?? 0);
      const valueRange = readRectangle(sheet, evaluator, resolveGridRange(sheet, range), options);
      return { valueRange, dataFilters: [filter] };
    }),
  );
  return { spreadsheetId: spreadsheet.spreadsheetId, ...(valueRanges.length === 0 ? {} : { valueRanges }) };
}

function readInputOption(value: unknown): ValueInputOption {
  if (value === 'RAW' || value === 'USER_ENTERED') return value;
  if (value === undefined || value === 'INPUT_VALUE_OPTION_UNSPECIFIED') {
    throw invalidArgument("'valueInputOption' is required but not specified");
  }
  const type = 'type.googleapis.com/google.apps.sheets.v4.ValueInputOption';
  throw invalidArgument(`Invalid value at 'value_input_option' (${type}), ${JSON.stringify(value)}`);
}

const valueRange = z.strictObject({
  range: z.string().optional(),
  majorDimension: z.enum(['ROWS', 'COLUMNS']).default('ROWS'),
  values: z.unknown().optional(),
});

export function putValues(call: SheetsCall, draft: SpreadsheetDraft): object {
  const option = readInputOption(parameter(call, 'valueInputOption'));
  const { values, majorDimension, range } = parseBody(valueRange, call.body);
  assertSameRange(call.operation.range, range);
  const rows = readInputRows(values, majorDimension);
  const { currentYear } = draft.context;
  const result = updateValues(draft, { range: call.operation.range, rows, option, currentYear });
  return withUpdatedData(draft, result, call);
}

function assertSameRange(inPath: string, inBody: string | undefined): void {
  if (inBody === undefined || inBody === inPath) return;
  throw invalidArgument(`Requested writing within range [${inPath}], but the body names [${inBody}]`);
}

function withUpdatedData(draft: SpreadsheetDraft, result: UpdateResult, call: SheetsCall): object {
  if (parameter(call, 'includeValuesInResponse')?.toLowerCase() !== 'true') return result;
  const from = (name: string) =>
    name === 'majorDimension'
      ? undefined
      : parameter(call, `response${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const { spreadsheet } = draft;
  const evaluator = new Evaluator(spreadsheet);
  return {
    ...result,
    updatedData: readValues(spreadsheet, evaluator, result.updatedRange, readOptions(from, 'clip')),
  };
}

export function postAppend(call: SheetsCall, draft: SpreadsheetDraft): object {
  const option = readInputOption(parameter(call, 'valueInputOption'));
  const insert = parameter(call, 'insertDataOption') ?? 'OVERWRITE';
  if (insert !== 'OVERWRITE' && insert !== 'INSERT_ROWS') {
    const type = 'type.googleapis.com/google.apps.sheets.v4.InsertDataOption';
    throw invalidArgument(`Invalid value at 'insert_data_option' (${type}), ${JSON.stringify(insert)}`);
  }
  const { values, majorDimension } = parseBody(valueRange, call.body);
  const rows = readInputRows(values, majorDimension);
  const { range } = call.operation;
  const { currentYear } = draft.context;
  const result = appendValues(draft, {
    range,
    rows,
    option,
    currentYear,
    insertRows: insert === 'INSERT_ROWS',
  });
  return { ...result, updates: withUpdatedData(draft, result.updates, call) };
}

export function postClear(call: SheetsCall, draft: SpreadsheetDraft): object {
  const clearedRange = clearRange(draft, call.operation.range);
  return { spreadsheetId: draft.spreadsheet.spreadsheetId, clearedRange };
}

export function batchClear({ body }: SheetsCall, draft: SpreadsheetDraft): object {
  const { ranges } = parseBody(z.strictObject({ ranges: z.array(z.string()).default([]) }), body);
  const clearedRanges = ranges.map((range) => clearRange(draft, range));
  return { spreadsheetId: draft.spreadsheet.spreadsheetId, clearedRanges };
}

export function batchClearByDataFilter({ body }: SheetsCall, draft: SpreadsheetDraft): object {
  const { dataFilters } = parseBody(z.strictObject({ dataFilters: z.array(dataFilter).default([]) }), body);
  const targets = dataFilters.flatMap((filter) => filterRanges(draft.spreadsheet, filter));
  const clearedRanges = targets.map((range) => clearCells(draft, resolveFilterRange(draft, range)));
  return { spreadsheetId: draft.spreadsheet.spreadsheetId, clearedRanges };
}

function resolveFilterRange(draft: SpreadsheetDraft, range: GridRange): ResolvedA1 {
  const sheet = sheetById(draft.spreadsheet, range.sheetId ?? 0);
  const rectangle = clipGridRange(sheet, range);
  return { sheet, rectangle, written: rectangle };
}

const batchOptions = {
  valueInputOption: z.string().optional(),
  includeValuesInResponse: z.boolean().optional(),
  responseValueRenderOption: z.string().optional(),
  responseDateTimeRenderOption: z.string().optional(),
};

export function batchUpdateValues({ body }: SheetsCall, draft: SpreadsheetDraft): object {
  const shape = z.strictObject({ ...batchOptions, data: z.array(valueRange).default([]) });
  const { valueInputOption, data } = parseBody(shape, body);
  const option = readInputOption(valueInputOption);
  const { currentYear } = draft.context;
  const responses = data.map(({ range, values, majorDimension }, index) => {
    const rows = readInputRows(values, majorDimension, `data[${index}].values`);
    return updateValues(draft, { range: range ?? '', rows, option, currentYear });
  });
  return summarize(draft, responses);
}

export function batchUpdateValuesByDataFilter({ body }: SheetsCall, draft: SpreadsheetDraft): object {
  const filtered = z.strictObject({
    dataFilter,
    majorDimension: z.enum(['ROWS', 'COLUMNS']).default('ROWS'),
    values: z.unknown().optional(),
  });
  const shape = z.strictObject({ ...batchOptions, data: z.array(filtered).default([]) });
  const { valueInputOption, data } = parseBody(shape, body);
  const option = readInputOption(valueInputOption);
  const { currentYear } = draft.context;
  const responses = data.flatMap(({ dataFilter: filter, values, majorDimension }, index) => {
    const rows: InputCell[][] = readInputRows(values, majorDimension, `data[${index}].values`);
    return filterRanges(draft.spreadsheet, filter).map((range) => ({
      ...updateCells(draft, resolveFilterRange(draft, range), { rows, option, currentYear }),
      dataFilter: filter,
    }));
  });
  return summarize(draft, responses);
}

/** The totals of a batch; zeros are left out. */
function summarize({ spreadsheet }: SpreadsheetDraft, responses: readonly UpdateResult[]): object {
  const sum = (field: 'updatedRows' | 'updatedColumns' | 'updatedCells') =>
    responses.reduce((total, response) => total + (response[field] ?? 0), 0);
  const totals = {
    totalUpdatedRows: sum('updatedRows'),
    totalUpdatedColumns: sum('updatedColumns'),
    totalUpdatedCells: sum('updatedCells'),
    totalUpdatedSheets: new Set(responses.map(({ updatedRange }) => updatedRange.replace(/![^!]*$/u, '')))
      .size,
  };
  const shown = Object.fromEntries(Object.entries(totals).filter(([, total]) => total > 0));
  return {
    spreadsheetId: spreadsheet.spreadsheetId,
    ...shown,
    ...(responses.length === 0 ? {} : { responses }),
  };
}
