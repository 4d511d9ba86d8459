import { GoogleError } from '../google-error.ts';
import type { Caller } from '../oauth/bearer.ts';
import type { GoogleStore } from '../store.ts';
import type { DriveFile } from './model.ts';
import { findFile } from './sharing.ts';

/**
 * The file after `addParents` and `removeParents`. A file has one parent; the new one must be named and the old one
 * removed in the same call.
 */
export function moveFile(
  store: GoogleStore,
  caller: Caller,
  file: DriveFile,
  { addParents, removeParents }: Readonly<Record<string, string | undefined>>,
): DriveFile {
  if (addParents === undefined && removeParents === undefined) return file;
  const removed = new Set(removeParents?.split(','));
  const added = addParents?.split(',') ?? [];
  const parents = [...file.parents.filter((parent) => !removed.has(parent)), ...added];
  if (parents.length !== 1) throw wrongParentCount(file);
  const parent = findFile(store, caller, parents[0] ?? '', { wanted: 'writer', supportsAllDrives: true });
  return { ...file, parents, driveId: parent.driveId };
}

/** The status of this refusal is not known for sure; the words are a field report. */
function wrongParentCount({ driveId }: DriveFile): GoogleError {
  return new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message:
      driveId === undefined
        ? 'Increasing the number of parents is not allowed'
        : 'A shared drive item must have exactly one parent.',
    reason: driveId === undefined ? 'cannotAddParent' : 'teamDrivesParentLimit',
  });
}
