import type { JWT } from 'google-auth-library';
import { drive } from 'googleapis/build/src/apis/drive/index.js';
import { ConfigError } from '../../errors/index.ts';
import { type DriveFile, driveFile, driveFileList, drivePermission } from './schema.ts';
import type { Transport } from './transport/transport.ts';

const spreadsheetType = 'application/vnd.google-apps.spreadsheet';
const fileFields = 'id,name,webViewLink';

/** What somebody who is given access may do. */
export type ShareRole = 'reader' | 'commenter' | 'writer';

export interface DriveApi {
  /**
   * The spreadsheet of that name directly in the folder, which may lie in a shared drive; undefined when there is none.
   *
   * @throws ConfigError when several have the name: Drive allows that.
   */
  findSpreadsheet(name: string, folderId: string): Promise<DriveFile | undefined>;
  /** Makes an empty spreadsheet in the folder, which must lie in a shared drive: a service account has no storage of its own. */
  createSpreadsheet(name: string, folderId: string): Promise<DriveFile>;
  /** Gives one person access. No mail is sent unless `notify`. */
  share(
    fileId: string,
    email: string,
    role: ShareRole,
    options?: { readonly notify?: boolean },
  ): Promise<void>;
}

/** `folderAuth` has the wider scope that listing a folder needs; `fileAuth` may only do what concerns files of this program. */
export function createDriveApi(
  { fileAuth, folderAuth }: { readonly fileAuth: JWT; readonly folderAuth: JWT },
  transport: Transport,
): DriveApi {
  const files = drive({ version: 'v3', auth: fileAuth });
  const folders = drive({ version: 'v3', auth: folderAuth });

  async function list(name: string, folderId: string): Promise<DriveFile[]> {
    const q = `name = '${escapeQuery(name)}' and '${escapeQuery(folderId)}' in parents and mimeType = '${spreadsheetType}' and trashed = false`;
    const found: DriveFile[] = [];
    const seenTokens = new Set<string>();
    let pageToken: string | undefined;
    do {
      const query = {
        q,
        pageSize: 100,
        supportsAllDrives: true,
        includeItemsFromAllDrives: true,
        fields: `nextPageToken,files(${fileFields})`,
        ...(pageToken === undefined ? {} : { pageToken }),
      };
      const page = await transport.run({
        endpoint: 'drive.files.list',
        kind: 'drive',
        schema: driveFileList,
        send: (options) => folders.files.list(query, options),
      });
      found.push(...page.files);
      pageToken = page.nextPageToken;
      if (pageToken !== undefined && seenTokens.has(pageToken)) break;
      if (pageToken !== undefined) seenTokens.add(pageToken);
    } while (pageToken !== undefined);
    return found;
  }

  async function findSpreadsheet(name: string, folderId: string): Promise<DriveFile | undefined> {
    const [file, ...others] = await list(name, folderId);
    if (file === undefined || others.length === 0) return file;
    const ids = [file, ...others].map(({ id }) => id).join(', ');
    throw new ConfigError(
      `the folder has ${others.length + 1} spreadsheets of the same name: set SPREADSHEET_ID to one of ${ids}, or rename the others`,
    );
  }

  return {
    findSpreadsheet,
    createSpreadsheet: (name, folderId) =>
      transport.run({
        endpoint: 'drive.files.create',
        kind: 'drive',
        schema: driveFile,
        // A file that was made although the answer got lost is found by its name; made twice, nobody would know which is meant.
        landed: () => findSpreadsheet(name, folderId),
        send: (options) =>
          files.files.create(
            {
              supportsAllDrives: true,
              fields: fileFields,
              requestBody: { name, mimeType: spreadsheetType, parents: [folderId] },
            },
            options,
          ),
      }),
    share: async (fileId, email, role, { notify = false } = {}) => {
      await transport.run({
        endpoint: 'drive.permissions.create',
        kind: 'drive',
        schema: drivePermission,
        send: (options) =>
          files.permissions.create(
            {
              fileId,
              supportsAllDrives: true,
              sendNotificationEmail: notify,
              fields: 'id',
              requestBody: { type: 'user', role, emailAddress: email },
            },
            options,
          ),
      });
    },
  };
}

function escapeQuery(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}
