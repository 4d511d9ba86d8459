import { ConfigError, PermanentError, TransientError } from '../../errors/index.ts';
import type { Failure } from './transport/failure.ts';

export interface FailureFacts {
  readonly endpoint: string;
  readonly attempt: number;
}

/**
 * The worded error for a failed request. Whatever a person has to set up (sharing, switching on an API, a new key) is a ConfigError that
 * says so; a remote that stayed unavailable is a TransientError; any other refusal is a PermanentError.
 */
export function explainFailure(failure: Failure, facts: FailureFacts, accountEmail: string): Error {
  const { kind, httpStatus, reason, message, isTokenRequest } = failure;
  const options = { facts: { source: 'google', ...facts, httpStatus, reason } };
  const action = findAction(failure, facts.endpoint, accountEmail);
  if (action !== undefined) return new ConfigError(action);
  if (kind === 'quota')
    return new TransientError(`google: the quota stayed used up (${facts.endpoint}): ${message}`, options);
  if (kind === 'transient')
    return new TransientError(`google: ${facts.endpoint} failed: ${message}`, options);
  if (isTokenRequest) return new PermanentError(`google: no access token was given: ${message}`, options);
  return new PermanentError(`google: ${facts.endpoint} was refused with ${httpStatus}: ${message}`, options);
}

/** What a person has to do, for the refusals that have a known remedy. */
function findAction(failure: Failure, endpoint: string, account: string): string | undefined {
  const { httpStatus, reason, message } = failure;
  if (failure.kind === 'quota' || failure.kind === 'transient') return undefined;
  if (failure.isTokenRequest) return tokenAction(reason, message, account);
  const isDrive = endpoint.startsWith('drive.');

  if (httpStatus === 403) {
    if (reason === 'SERVICE_DISABLED' || reason === 'accessNotConfigured') {
      return `the ${isDrive ? 'Google Drive API' : 'Google Sheets API'} is not enabled in the Google Cloud project of ${account}: enable it there (APIs & Services) and wait some minutes`;
    }
    if (reason === 'storageQuotaExceeded') return storageAction(account);
    if (reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' || reason === 'insufficientPermissions') {
      return `the token of ${account} lacks a scope that ${endpoint} needs`;
    }
    if (endpoint === 'spreadsheets.batchUpdate' && /protected/i.test(message))
      return protectedAction(account);
    return `${account} may not do this (${endpoint}): share the spreadsheet${isDrive ? ' or the folder' : ''} with this address as Editor`;
  }
  if (httpStatus === 404) {
    const what = isDrive ? 'file or folder' : 'spreadsheet';
    return `Google knows no ${what} with this id, or hides it from ${account}: check the id (the part of the URL after /d/ or /folders/) and share it with this address as Editor`;
  }
  if (httpStatus === 400 && /protected (cell|range|object|sheet)/i.test(message))
    return protectedAction(account);
  if (httpStatus === 400 && /above the limit of \d+ cells/i.test(message)) {
    return 'the spreadsheet is full: Google allows 10,000,000 cells over all tabs, empty ones included; delete unused tabs, rows and columns, or use a new spreadsheet';
  }
  if (httpStatus === 400 && reason === 'FAILED_PRECONDITION') {
    return `the file is no Google Sheet (perhaps an uploaded .xlsx): open it and choose File > Save as Google Sheets; Google says: ${message}`;
  }
  return undefined;
}

function tokenAction(reason: string | undefined, message: string, account: string): string | undefined {
  switch (reason) {
    case 'invalid_grant':
      return /short-lived|timeframe|iat/i.test(message)
        ? `Google refuses the credentials of ${account} because this machine's clock is wrong: ${message}`
        : `Google refuses the key in GOOGLE_DRIVE_CREDENTIALS (${account}): ${message} Make a new key of the service account if this one was deleted`;
    case 'invalid_scope':
    case 'unauthorized_client':
    case 'invalid_client':
      return `Google gives ${account} no token: ${message}`;
    default:
      return undefined;
  }
}

function storageAction(account: string): string {
  return (
    `${account} cannot own files: service accounts have no storage in Google Drive. Either make the spreadsheet yourself and share it with ` +
    'this address as Editor (then set SPREADSHEET_ID), or let DRIVE_FOLDER_ID be a folder of a shared drive in which this address is Content manager'
  );
}

function protectedAction(account: string): string {
  return `a protected range of the spreadsheet keeps ${account} out: allow this address to edit the protected range, or take the protection off the job's columns`;
}
