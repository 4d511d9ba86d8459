import { fileNotFound, insufficientFilePermissions } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import { type Access, ownFilesOnly } from '../oauth/scopes.ts';
import type { GoogleStore } from '../store.ts';
import { type DriveFile, hasRole, type Permission, type Role, roles } from './model.ts';

/** The strongest role that an account has on a file: its own, its folders', or its shared drive's. */
export function roleOf(store: GoogleStore, file: DriveFile, email: string): Role | undefined {
  const permissions: Permission[] = [];
  for (let current: DriveFile | undefined = file; current !== undefined; ) {
    permissions.push(...current.permissions);
    const parent: string | undefined = current.parents[0];
    current = parent === undefined ? undefined : store.files.get(parent);
  }
  const drive = file.driveId === undefined ? undefined : store.drives.get(file.driveId);
  permissions.push(...(drive?.members ?? []));
  return strongest(permissions.filter((entry) => entry.type === 'anyone' || entry.emailAddress === email));
}

function strongest(permissions: readonly Permission[]): Role | undefined {
  return permissions.map(({ role }) => role).sort((a, b) => roles.indexOf(b) - roles.indexOf(a))[0];
}

/** Whether the caller's scopes reach the file at all. */
export function isWithinScope(file: DriveFile, caller: Caller, access: Access): boolean {
  return !ownFilesOnly(caller.scopes, access) || file.createdBy === caller.email;
}

/**
 * The file that a Drive call names.
 *
 * @throws GoogleError 404 when it does not exist, is not shared, or lies in a shared drive and the call does not
 * support those; 403 when the role is too weak.
 */
export function findFile(
  store: GoogleStore,
  caller: Caller,
  id: string,
  { wanted, supportsAllDrives }: { readonly wanted: Role; readonly supportsAllDrives: boolean },
): DriveFile {
  const file = store.files.get(id) ?? driveRoot(store, id);
  const role = file && roleOf(store, file, caller.email);
  const access = wanted === 'reader' ? 'driveRead' : 'driveWrite';
  const hidden = file?.driveId !== undefined && !supportsAllDrives;
  if (file === undefined || role === undefined || hidden || !isWithinScope(file, caller, access)) {
    throw fileNotFound(id);
  }
  if (!hasRole(role, wanted)) throw insufficientFilePermissions();
  return file;
}

/** A shared drive's id also names its top folder. */
function driveRoot(store: GoogleStore, id: string): DriveFile | undefined {
  const drive = store.drives.get(id);
  if (drive === undefined) return undefined;
  return {
    id,
    name: drive.name,
    mimeType: 'application/vnd.google-apps.folder',
    parents: [],
    trashed: false,
    driveId: id,
    createdBy: '',
    createdTime: '2021-01-01T00:00:00.000Z',
    modifiedTime: '2021-01-01T00:00:00.000Z',
    permissions: [],
  };
}
