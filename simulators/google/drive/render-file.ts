import type { DriveFile, Permission, Role } from './model.ts';
import { hasRole } from './model.ts';

/** What Drive answers for a file when no fields are asked for. */
export const defaultFileFields = 'kind,id,name,mimeType';

/** Every field of a file that the simulator knows; the `fields` mask of the call picks from them. */
export function renderFile(file: DriveFile, role: Role | undefined): object {
  const { id, name, mimeType, parents, trashed, driveId, createdTime, modifiedTime, permissions } = file;
  const link = mimeType.endsWith('.folder')
    ? `https://drive.google.com/drive/folders/${id}`
    : `https://docs.google.com/spreadsheets/d/${id}/edit?usp=drivesdk`;
  return {
    kind: 'drive#file',
    id,
    name,
    mimeType,
    ...(parents.length === 0 ? {} : { parents }),
    trashed,
    ...(driveId === undefined ? {} : { driveId, teamDriveId: driveId }),
    createdTime,
    modifiedTime,
    webViewLink: link,
    shared: permissions.length > 1,
    ...(driveId === undefined ? { owners: owners(permissions) } : {}),
    capabilities: {
      canEdit: hasRole(role, 'writer'),
      canAddChildren: mimeType.endsWith('.folder') && hasRole(role, 'writer'),
      canShare: hasRole(role, 'writer'),
      canDelete: hasRole(role, driveId === undefined ? 'owner' : 'fileOrganizer'),
    },
    permissions: permissions.map(renderPermission),
  };
}

function owners(permissions: readonly Permission[]): object[] {
  return permissions
    .filter(({ role }) => role === 'owner')
    .map(({ emailAddress }) => ({ kind: 'drive#user', emailAddress, displayName: emailAddress }));
}

export function renderPermission({ id, type, role, emailAddress }: Permission): object {
  return {
    kind: 'drive#permission',
    id,
    type,
    role,
    ...(emailAddress === undefined ? {} : { emailAddress }),
  };
}
