import { GoogleError } from '../google-error.ts';

const prefix = 'https://www.googleapis.com/auth/';

const known: ReadonlySet<string> = new Set(
  [
    'spreadsheets',
    'spreadsheets.readonly',
    'drive',
    'drive.file',
    'drive.readonly',
    'drive.metadata',
    'drive.metadata.readonly',
  ].map((scope) => prefix + scope),
);

/** From before the Sheets API had a scope of its own; Google still grants it, and Parsons and gspread ask for it beside `drive`. */
const feeds = 'https://spreadsheets.google.com/feeds';

/** What a method needs: one of the scopes of its kind is enough. Source: discovery documents of Sheets and Drive. */
export type Access = 'sheetsRead' | 'sheetsWrite' | 'driveRead' | 'driveWrite';

const sufficient: Readonly<Record<Access, readonly string[]>> = {
  sheetsRead: ['spreadsheets', 'spreadsheets.readonly', 'drive', 'drive.file', 'drive.readonly'],
  sheetsWrite: ['spreadsheets', 'drive', 'drive.file'],
  driveRead: ['drive', 'drive.file', 'drive.readonly', 'drive.metadata', 'drive.metadata.readonly'],
  driveWrite: ['drive', 'drive.file'],
};

export function isKnownScope(scope: string): boolean {
  return known.has(scope) || scope === feeds;
}

/** Whether only files that the application itself made may be touched: `drive.file` is all that the token has for it. */
export function ownFilesOnly(scopes: readonly string[], access: Access): boolean {
  const granted = grantedFor(scopes, access);
  return granted.length > 0 && granted.every((scope) => scope === 'drive.file');
}

/** @throws GoogleError 403 ACCESS_TOKEN_SCOPE_INSUFFICIENT. */
export function assertScope(scopes: readonly string[], access: Access): void {
  if (grantedFor(scopes, access).length > 0) return;
  const service = access.startsWith('drive') ? 'drive.googleapis.com' : 'sheets.googleapis.com';
  throw new GoogleError({
    httpStatus: 403,
    status: 'PERMISSION_DENIED',
    message: 'Request had insufficient authentication scopes.',
    reason: 'insufficientPermissions',
    details: [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT',
        domain: 'googleapis.com',
        metadata: { service },
      },
    ],
    headers: {
      'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${sufficient[access].map((scope) => prefix + scope).join(' ')}"`,
    },
  });
}

function grantedFor(scopes: readonly string[], access: Access): string[] {
  return sufficient[access].filter((scope) => scopes.includes(prefix + scope));
}
