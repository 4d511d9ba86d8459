import { storageQuotaExceeded } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import { createSpreadsheet, type Spreadsheet } from '../sheets/model.ts';
import type { GoogleStore } from '../store.ts';
import { type DriveFile, spreadsheetType } from './model.ts';
import { findFile } from './sharing.ts';

/** What a new file is made from. */
export interface NewFile {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  readonly parents: readonly string[];
  readonly nowMs: number;
  /** The spreadsheet to copy. */
  readonly source?: Spreadsheet | undefined;
}

/**
 * Makes a file in a folder of a shared drive. A name may occur any number of times.
 *
 * @throws GoogleError 403 storageQuotaExceeded anywhere else, also in a folder that a person shared: the service
 * account would own the file and has no storage. 404 when the call does not support shared drives.
 */
export function createFile(
  store: GoogleStore,
  caller: Caller,
  { id, name, mimeType, parents, nowMs, source }: NewFile,
  supportsAllDrives: boolean,
): DriveFile {
  const [parentId] = parents;
  if (parentId === undefined) throw storageQuotaExceeded();
  const folderScopes = { ...caller, scopes: [...caller.scopes, 'https://www.googleapis.com/auth/drive'] };
  const parent = findFile(store, folderScopes, parentId, { wanted: 'writer', supportsAllDrives });
  if (parent.driveId === undefined) throw storageQuotaExceeded();

  const time = new Date(nowMs).toISOString();
  const file: DriveFile = {
    id,
    name,
    mimeType,
    parents: [parentId],
    trashed: false,
    driveId: parent.driveId,
    createdBy: caller.email,
    createdTime: time,
    modifiedTime: time,
    permissions: [],
  };
  store.files.set(id, file);
  if (mimeType === spreadsheetType) {
    const content =
      source === undefined ? createSpreadsheet(id, name) : { ...source, spreadsheetId: id, title: name };
    store.spreadsheets.set(id, content);
  }
  return file;
}
