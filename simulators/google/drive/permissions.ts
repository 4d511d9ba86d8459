import { z } from 'zod';
import type { Random } from '../../random.ts';
import { GoogleError } from '../google-error.ts';
import { type DriveFile, type Permission, roles } from './model.ts';

export const permissionBody = z.object({
  type: z.enum(['user', 'group', 'domain', 'anyone']),
  role: z.enum(roles),
  emailAddress: z.string().optional(),
  domain: z.string().optional(),
  allowFileDiscovery: z.boolean().optional(),
});

/** Shares a file; the same person again keeps the permission's id and gets the new role. */
export function createPermission(
  file: DriveFile,
  { type, role, emailAddress }: z.output<typeof permissionBody>,
  query: Readonly<Record<string, string | undefined>>,
  random: Random,
): { readonly file: DriveFile; readonly permission: Permission } {
  const personal = type === 'user' || type === 'group';
  if (personal && emailAddress === undefined) {
    throw invalidSharing('The permission type field requires an email address.');
  }
  if (!personal && query.sendNotificationEmail !== undefined) {
    throw invalidSharing('Notification emails can only be sent to users and groups.');
  }
  if (role === 'owner' && query.transferOwnership?.toLowerCase() !== 'true') {
    throw invalidSharing(
      'The transferOwnership parameter must be enabled when the permission role is owner.',
    );
  }
  const existing = file.permissions.find(
    (entry) => entry.type === type && entry.emailAddress === emailAddress,
  );
  const id = type === 'anyone' ? 'anyoneWithLink' : String(random.integer(10 ** 9)).padStart(20, '1');
  const permission: Permission = { id: existing?.id ?? id, type, role, emailAddress };
  const others = file.permissions.filter((entry) => entry !== existing);
  return { file: { ...file, permissions: [...others, permission] }, permission };
}

function invalidSharing(message: string): GoogleError {
  return new GoogleError({
    httpStatus: 400,
    status: 'INVALID_ARGUMENT',
    message,
    reason: 'invalidSharingRequest',
  });
}
