export const spreadsheetType = 'application/vnd.google-apps.spreadsheet';
export const folderType = 'application/vnd.google-apps.folder';

/** Weakest first. */
export const roles = ['reader', 'commenter', 'writer', 'fileOrganizer', 'organizer', 'owner'] as const;
export type Role = (typeof roles)[number];

export interface Permission {
  readonly id: string;
  readonly type: 'user' | 'group' | 'domain' | 'anyone';
  readonly role: Role;
  readonly emailAddress?: string | undefined;
}

/** A file or folder; a spreadsheet has the same id here and among the spreadsheets. */
export interface DriveFile {
  readonly id: string;
  readonly name: string;
  readonly mimeType: string;
  /** One parent at most. */
  readonly parents: readonly string[];
  readonly trashed: boolean;
  /** The shared drive that it lies in; undefined in somebody's My Drive. */
  readonly driveId?: string | undefined;
  /** Address of the account that made it through the API; `drive.file` reaches only these. */
  readonly createdBy: string;
  readonly createdTime: string;
  readonly modifiedTime: string;
  readonly permissions: readonly Permission[];
}

/** A shared drive; its members have their role on everything in it. */
export interface SharedDrive {
  readonly id: string;
  readonly name: string;
  readonly members: readonly Permission[];
}

export function hasRole(role: Role | undefined, wanted: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(wanted);
}
