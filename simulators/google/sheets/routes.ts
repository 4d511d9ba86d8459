import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../oauth/bearer.ts';
import { findSpreadsheet, type SheetsCall } from './call.ts';
import type { EditSpreadsheet, SheetsDependencies } from './edit.ts';
import { parseFieldMask, selectFields } from './field-mask.ts';
import * as whole from './handle-spreadsheet.ts';
import * as values from './handle-values.ts';
import { type Operation, parseOperation } from './operation.ts';

/** The method that a request is for; undefined where Google has none. */
export function operationOf(request: FastifyRequest): Operation | undefined {
  const [path = ''] = request.url.split('?', 1);
  return parseOperation(request.method, path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
}

/** Adds `/v4/*`. Caller, scope and quota of a request have been checked before. */
export function addSheetsRoutes(
  app: FastifyInstance,
  dependencies: SheetsDependencies & {
    readonly callerOf: (request: FastifyRequest) => Caller;
    readonly edit: EditSpreadsheet;
  },
): void {
  const { edit } = dependencies;
  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
    url: '/v4/*',
    handler: (request, reply) => {
      const operation = operationOf(request);
      if (operation === undefined) return reply.code(404).type('text/html; charset=UTF-8').send(notFoundPage);
      // Fastify's query parser gives texts, and lists where a parameter is repeated.
      const query = request.query as SheetsCall['query'];
      const call = { operation, caller: dependencies.callerOf(request), query, body: request.body };
      const answer = answerCall(call, dependencies, edit);
      const { fields } = query;
      return typeof fields === 'string' ? selectFields(answer, parseFieldMask(fields)) : answer;
    },
  });
}

const notFoundPage =
  '<!DOCTYPE html>\n<html lang=en>\n<title>Error 404 (Not Found)!!1</title>\n<p>The requested URL was not found on this server.\n';

function answerCall(call: SheetsCall, { store, knobs }: SheetsDependencies, edit: EditSpreadsheet): object {
  const { method } = call.operation;
  if (method === 'create') return whole.createRefused(call);
  const spreadsheet = findSpreadsheet(store, call);
  const outside = knobs().readsOutsideGrid;
  const write = (work: (call: SheetsCall, draft: Parameters<typeof values.putValues>[1]) => object) =>
    edit(spreadsheet, call.caller.email, (draft) => work(call, draft));

  switch (method) {
    case 'get':
      return whole.getSpreadsheet(call, spreadsheet);
    case 'getByDataFilter':
      return whole.getSpreadsheetByDataFilter(call, spreadsheet);
    case 'batchUpdate':
      return write(whole.batchUpdate);
    case 'copyTo':
      return whole.copySheetTo(
        call,
        spreadsheet,
        (spreadsheetId) =>
          findSpreadsheet(store, { ...call, operation: { ...call.operation, spreadsheetId } }),
        edit,
      );
    case 'metadataGet':
      return whole.getMetadata(call, spreadsheet);
    case 'metadataSearch':
      return whole.searchMetadata(call, spreadsheet);
    case 'valuesGet':
      return values.getValues(call, spreadsheet, outside);
    case 'valuesBatchGet':
      return values.batchGetValues(call, spreadsheet, outside);
    case 'valuesBatchGetByDataFilter':
      return values.batchGetValuesByDataFilter(call, spreadsheet, outside);
    case 'valuesUpdate':
      return write(values.putValues);
    case 'valuesAppend':
      return write(values.postAppend);
    case 'valuesClear':
      return write(values.postClear);
    case 'valuesBatchUpdate':
      return write(values.batchUpdateValues);
    case 'valuesBatchUpdateByDataFilter':
      return write(values.batchUpdateValuesByDataFilter);
    case 'valuesBatchClear':
      return write(values.batchClear);
    case 'valuesBatchClearByDataFilter':
      return write(values.batchClearByDataFilter);
    default:
      return method satisfies never;
  }
}
