import { hasRole } from '../drive/model.ts';
import { isWithinScope, roleOf } from '../drive/sharing.ts';
import { entityNotFound, permissionDenied } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import type { GoogleStore } from '../store.ts';
import type { Spreadsheet } from './model.ts';
import { kindOf, type Operation } from './operation.ts';

/** One call of a Sheets method: who calls, what was asked. */
export interface SheetsCall {
  readonly operation: Operation;
  readonly caller: Caller;
  /** Repeated parameters are lists. */
  readonly query: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** A parameter that is given once. */
export function parameter({ query }: Pick<SheetsCall, 'query'>, name: string): string | undefined {
  const value = query[name];
  return Array.isArray(value) ? value.at(-1) : value;
}

/** A parameter that may be repeated. */
export function parameters({ query }: Pick<SheetsCall, 'query'>, name: string): string[] {
  const value = query[name];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Flags come as `true` or, from Python clients, as `True`. */
export function flag(call: Pick<SheetsCall, 'query'>, name: string): boolean {
  return parameter(call, name)?.toLowerCase() === 'true';
}

/**
 * The spreadsheet that a call names.
 *
 * @throws GoogleError 404 for an unknown id, 403 without details when the file is not shared strongly enough.
 */
export function findSpreadsheet(store: GoogleStore, { operation, caller }: SheetsCall): Spreadsheet {
  const spreadsheet = store.spreadsheets.get(operation.spreadsheetId);
  const file = store.files.get(operation.spreadsheetId);
  if (spreadsheet === undefined || file === undefined) throw entityNotFound();
  const writes = kindOf(operation.method) === 'write';
  const access = writes ? 'sheetsWrite' : 'sheetsRead';
  const role = roleOf(store, file, caller.email);
  if (!hasRole(role, writes ? 'writer' : 'reader') || !isWithinScope(file, caller, access))
    throw permissionDenied();
  return spreadsheet;
}
