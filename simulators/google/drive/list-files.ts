import { GoogleError } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import type { GoogleStore } from '../store.ts';
import type { DriveFile } from './model.ts';
import { parseFileQuery } from './query.ts';
import { renderFile } from './render-file.ts';
import { isWithinScope, roleOf } from './sharing.ts';

type Query = Readonly<Record<string, string | undefined>>;

/**
 * One page of the files that the caller can see and that `q` describes. Items of shared drives come only when both
 * `supportsAllDrives` and `includeItemsFromAllDrives` are set.
 */
export function listFiles(store: GoogleStore, caller: Caller, query: Query): object {
  const matchesQuery = parseFileQuery(query.q ?? '');
  const flag = (name: string) => query[name]?.toLowerCase() === 'true';
  const allDrives = flag('supportsAllDrives') && flag('includeItemsFromAllDrives');
  const inCorpus = (file: DriveFile) => {
    if (query.driveId !== undefined && file.driveId !== query.driveId) return false;
    return file.driveId === undefined || allDrives;
  };
  const found = [...store.files.values()]
    .filter((file) => inCorpus(file) && isWithinScope(file, caller, 'driveRead') && matchesQuery(file))
    .map((file) => ({ file, role: roleOf(store, file, caller.email) }))
    .filter(({ role }) => role !== undefined)
    .sort((a, b) => compareFiles(a.file, b.file, query.orderBy));

  const start = readPageToken(query.pageToken);
  const size = readPageSize(query.pageSize);
  const end = start + size;
  return {
    kind: 'drive#fileList',
    ...(end < found.length ? { nextPageToken: Buffer.from(`~${end}`).toString('base64url') } : {}),
    incompleteSearch: false,
    files: found.slice(start, end).map(({ file, role }) => renderFile(file, role)),
  };
}

/** `orderBy` holds fields by comma, each with an optional ` desc`; without it the last changed file comes first. */
function compareFiles(a: DriveFile, b: DriveFile, orderBy = 'modifiedTime desc'): number {
  for (const part of orderBy.split(',')) {
    const [field = '', direction] = part.trim().split(' ');
    if (field !== 'name' && field !== 'createdTime' && field !== 'modifiedTime') continue;
    const order = a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0;
    if (order !== 0) return direction === 'desc' ? -order : order;
  }
  return a.id < b.id ? -1 : 1;
}

function readPageSize(text = '100'): number {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > 1_000) throw invalidParameter('pageSize');
  return size;
}

function readPageToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const start = /^~(\d+)$/u.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  if (start === undefined) throw invalidParameter('pageToken');
  return Number(start);
}

function invalidParameter(name: string): GoogleError {
  return new GoogleError({
    httpStatus: 400,
    status: 'INVALID_ARGUMENT',
    message: `Invalid value for ${name}.`,
    reason: 'invalid',
  });
}
