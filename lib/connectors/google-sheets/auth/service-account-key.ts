import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../../../errors/index.ts';

const variable = 'GOOGLE_DRIVE_CREDENTIALS';

/** The parts of a service-account key that signing a token request needs. */
export interface ServiceAccountKey {
  /** The address that spreadsheets are shared with. */
  readonly clientEmail: string;
  /** PEM with real line ends. */
  readonly privateKey: string;
  readonly privateKeyId: string | undefined;
}

const keyFile = z.looseObject({
  type: z.string().optional(),
  client_email: z.string().optional(),
  private_key: z.string().optional(),
  private_key_id: z.string().optional(),
  universe_domain: z.string().optional(),
});

/**
 * Reads a service-account key from a path or from the JSON itself, whichever `credentials` is. Line ends of the private key may be
 * spelt `\n`, as environment variables often carry them.
 *
 * @throws ConfigError that names GOOGLE_DRIVE_CREDENTIALS and every problem; it never repeats anything of the value.
 */
export function readServiceAccountKey(credentials: string): ServiceAccountKey {
  const key = parseKey(readText(credentials.trim()));
  const privateKey = key.private_key?.replaceAll('\\n', '\n');
  const problems = [...findProblems(key, privateKey)];
  if (problems.length > 0 || key.client_email === undefined || privateKey === undefined)
    throw new ConfigError(problems);
  return { clientEmail: key.client_email, privateKey, privateKeyId: key.private_key_id };
}

function readText(credentials: string): string {
  if (credentials === '') {
    throw new ConfigError(
      `${variable} is empty: it needs the path of a service-account key file, or the JSON itself`,
    );
  }
  if (credentials.startsWith('{')) return credentials;
  try {
    return readFileSync(credentials, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    const reason =
      code === 'ENOENT' || code === 'ENAMETOOLONG'
        ? 'there is no such file'
        : `reading it fails with ${code}`;
    throw new ConfigError(
      `${variable} is neither JSON (which starts with a brace) nor the path of a readable file: ${reason}`,
    );
  }
}

function parseKey(text: string): z.infer<typeof keyFile> {
  try {
    return keyFile.parse(JSON.parse(text));
  } catch {
    // The cause is left out on purpose: the messages of JSON.parse quote their input, here a private key.
    throw new ConfigError(
      `${variable} is not the JSON of a key file: download the key of the service account again`,
    );
  }
}

function* findProblems(key: z.infer<typeof keyFile>, privateKey: string | undefined): Iterable<string> {
  if (key.type !== 'service_account') {
    yield `${variable} is not the key of a service account: its "type" must be "service_account"`;
  }
  if (!key.client_email?.includes('@')) yield `${variable} has no "client_email"`;
  if (!privateKey) yield `${variable} has no "private_key"`;
  else if (!isPrivateKey(privateKey)) {
    yield `${variable} has a "private_key" that is not a whole PEM key: it was cut or its line ends were changed`;
  }
  if (key.universe_domain !== undefined && key.universe_domain !== 'googleapis.com') {
    yield `${variable} belongs to another cloud than Google's public one: "universe_domain" must be "googleapis.com"`;
  }
}

function isPrivateKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
