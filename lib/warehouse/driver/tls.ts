import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { ConfigError } from '../../errors/index.ts';
import type { ConnectionSettings } from './connection-settings.ts';

/**
 * What `pg` is to do about encryption; for `prefer`, what it is to try first.
 *
 * @throws ConfigError when the file with the certificate authorities cannot be read.
 */
export function tlsOptions(settings: ConnectionSettings): ConnectionOptions | false {
  switch (settings.sslMode) {
    case 'disable':
      return false;
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false };
    case 'verify-full': {
      const ca = readAuthorities(settings.sslRootCertificatePath);
      return { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) };
    }
    default:
      return settings.sslMode satisfies never;
  }
}

function readAuthorities(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `the file with certificate authorities (PGSSLROOTCERT or sslrootcert) cannot be read: ${path}`,
      { cause },
    );
  }
}
