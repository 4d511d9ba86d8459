/** A Sheets method with the parts of its path. */
export interface Operation {
  readonly method: SheetsMethod;
  readonly spreadsheetId: string;
  /** A1 notation, decoded. */
  readonly range: string;
  /** Tab or piece of metadata. */
  readonly numericId: number;
}

const methods = {
  create: 'write',
  get: 'read',
  getByDataFilter: 'read',
  batchUpdate: 'write',
  valuesGet: 'read',
  valuesBatchGet: 'read',
  valuesBatchGetByDataFilter: 'read',
  valuesUpdate: 'write',
  valuesAppend: 'write',
  valuesClear: 'write',
  valuesBatchUpdate: 'write',
  valuesBatchUpdateByDataFilter: 'write',
  valuesBatchClear: 'write',
  valuesBatchClearByDataFilter: 'write',
  copyTo: 'write',
  metadataGet: 'read',
  metadataSearch: 'read',
} as const;
export type SheetsMethod = keyof typeof methods;

/** Which of the two quotas a method counts against, and whether its scope must allow writing. */
export function kindOf(method: SheetsMethod): 'read' | 'write' {
  return methods[method];
}

const valuesVerbs: Readonly<Record<string, SheetsMethod>> = {
  'GET batchGet': 'valuesBatchGet',
  'POST batchUpdate': 'valuesBatchUpdate',
  'POST batchClear': 'valuesBatchClear',
  'POST batchGetByDataFilter': 'valuesBatchGetByDataFilter',
  'POST batchUpdateByDataFilter': 'valuesBatchUpdateByDataFilter',
  'POST batchClearByDataFilter': 'valuesBatchClearByDataFilter',
};

/**
 * Finds the method for a request line. The verb behind a colon is split off at the last colon, because the range in
 * front of it may hold colons of its own, encoded or not.
 *
 * @param path as sent, without the query; its parts are still percent-encoded.
 * @returns undefined where Google answers 404 with a page.
 */
export function parseOperation(httpMethod: string, path: string): Operation | undefined {
  const match = /^\/v4\/spreadsheets(?:\/([^/]*)(?:\/(.*))?)?$/su.exec(path);
  if (match === null) return undefined;
  const [, idPart = '', rest] = match;
  if (rest === undefined) return parseTop(httpMethod, idPart);
  const spreadsheetId = decodeURIComponent(idPart);
  const found = parseBelow(httpMethod, rest);
  return found && { spreadsheetId, range: '', numericId: 0, ...found };
}

function parseTop(httpMethod: string, idPart: string): Operation | undefined {
  const [id = '', verb] = splitVerb(idPart);
  const base = { spreadsheetId: decodeURIComponent(id), range: '', numericId: 0 };
  if (id === '')
    return httpMethod === 'POST' && verb === undefined ? { ...base, method: 'create' } : undefined;
  if (httpMethod === 'GET' && verb === undefined) return { ...base, method: 'get' };
  if (httpMethod !== 'POST') return undefined;
  return verb === 'batchUpdate' || verb === 'getByDataFilter' ? { ...base, method: verb } : undefined;
}

type Below = Pick<Operation, 'method'> & Partial<Pick<Operation, 'range' | 'numericId'>>;

function parseBelow(httpMethod: string, rest: string): Below | undefined {
  if (rest.startsWith('values:')) {
    const method = valuesVerbs[`${httpMethod} ${rest.slice('values:'.length)}`];
    return method && { method };
  }
  if (rest.startsWith('values/')) return parseRange(httpMethod, rest.slice('values/'.length));
  if (rest === 'developerMetadata:search' && httpMethod === 'POST') return { method: 'metadataSearch' };
  const numericId = Number(/^(?:developerMetadata\/|sheets\/)(\d+)/u.exec(rest)?.[1]);
  if (/^developerMetadata\/\d+$/u.test(rest) && httpMethod === 'GET')
    return { method: 'metadataGet', numericId };
  if (/^sheets\/\d+:copyTo$/u.test(rest) && httpMethod === 'POST') return { method: 'copyTo', numericId };
  return undefined;
}

function parseRange(httpMethod: string, part: string): Below | undefined {
  if (httpMethod === 'GET') return { method: 'valuesGet', range: decodeURIComponent(part) };
  if (httpMethod === 'PUT') return { method: 'valuesUpdate', range: decodeURIComponent(part) };
  const [range = '', verb] = splitVerb(part);
  if (httpMethod !== 'POST' || (verb !== 'append' && verb !== 'clear')) return undefined;
  return { method: verb === 'append' ? 'valuesAppend' : 'valuesClear', range: decodeURIComponent(range) };
}

function splitVerb(part: string): [string, string | undefined] {
  const colon = part.lastIndexOf(':');
  return colon < 0 ? [part, undefined] : [part.slice(0, colon), part.slice(colon + 1)];
}
