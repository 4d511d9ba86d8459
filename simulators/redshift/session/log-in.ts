import { Buffer } from 'node:buffer';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { authentication, errorResponse } from '../wire/messages.ts';
import { readPassword } from '../wire/startup.ts';

/**
 * How the server asks for the password. `sha256` is what Redshift does for users whose password was set as a SHA-256
 * hash: a code that `pg` does not know.
 */
export type PasswordMethod = 'cleartext' | 'md5' | 'sha256';

export interface Account {
  readonly user: string;
  readonly password: string;
  readonly method: PasswordMethod;
}

const CODES = { cleartext: 3, md5: 5, sha256: 13 } as const;

/** Asks for the password and answers whether it was right; if not, the client has been told. */
export async function logIn(client: Duplex, user: string, account: Account): Promise<boolean> {
  const salt = randomBytes(4);
  client.write(
    authentication(CODES[account.method], account.method === 'cleartext' ? Buffer.alloc(0) : salt),
  );
  const given = await readPassword(client);
  if (given === undefined) return false;
  const expected = account.method === 'md5' ? md5Answer(account, salt) : account.password;
  if (user === account.user && account.method !== 'sha256' && isSame(given, expected)) {
    client.write(authentication(0));
    return true;
  }
  client.end(
    errorResponse({
      severity: 'FATAL',
      code: '28P01',
      message: `password authentication failed for user "${user}"`,
    }),
  );
  return false;
}

function md5Answer({ user, password }: Account, salt: Buffer): string {
  const inner = createHash('md5').update(`${password}${user}`).digest('hex');
  return `md5${createHash('md5').update(inner).update(salt).digest('hex')}`;
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
