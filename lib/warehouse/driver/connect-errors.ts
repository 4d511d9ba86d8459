import { ConfigError, EtlError, TransientError } from '../../errors/index.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import { toWarehouseError } from './database-errors.ts';

/** Codes of Node's TLS for a certificate that is not believed. */
const CERTIFICATE_CODES = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Whether a connection failed because the server has no TLS; `pg` tells it by words alone. */
export function isWithoutTls(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.message.includes('does not support SSL');
}

/** Says which variable to look at when the first connection fails. */
export function toConnectError(thrown: unknown, settings: ConnectionSettings): Error {
  const { variables } = settings;
  if (thrown instanceof EtlError) return thrown;
  const code = codeOf(thrown);
  const message = thrown instanceof Error ? thrown.message : '';
  const advice = isWithoutTls(thrown)
    ? `the warehouse at ${settings.host} does not encrypt connections: set ${variables.sslMode} to disable if the network is trusted`
    : adviceFor(code, message, settings);
  if (advice !== undefined) return new ConfigError(advice, { cause: toWarehouseError(thrown) });

  const error = toWarehouseError(thrown);
  if (error instanceof TransientError) {
    return new TransientError(
      `the warehouse cannot be reached at ${settings.host}:${settings.port} (${variables.host})`,
      { cause: error, facts: error.facts },
    );
  }
  if (error instanceof EtlError) return error;
  return new ConfigError(`the connection to the warehouse failed: ${message}`, { cause: thrown });
}

function adviceFor(
  code: string | undefined,
  message: string,
  settings: ConnectionSettings,
): string | undefined {
  const { variables } = settings;
  if (code === '28P01' || message.includes('client password must be a string')) {
    const where = [...new Set([variables.user, variables.password])].join(' and ');
    return `the warehouse refused the user or the password: check ${where}`;
  }
  if (/authenticationOk message type 13\b/.test(message)) {
    return `the password of the user ${settings.user} is stored as a SHA-256 digest, which this program cannot answer: set it anew as plain text or md5 (ALTER USER … PASSWORD '…', by an administrator), or use temporary credentials of IAM in ${variables.user} and ${variables.password}`;
  }
  if (code?.startsWith('28')) {
    return `the warehouse refused the user ${settings.user}: check ${variables.user}, and ${variables.sslMode} if the server demands encryption`;
  }
  if (code === '3D000') {
    return `the warehouse has no database ${settings.database}: check ${variables.database}`;
  }
  if (code === 'ENOTFOUND') {
    return `the host name ${settings.host} is not known: check ${variables.host}`;
  }
  if (message.includes('error establishing an SSL connection')) {
    const where = [...new Set([variables.host, variables.port])].join(' and ');
    return `what listens at ${settings.host}:${settings.port} does not answer as a PostgreSQL or Redshift does: check ${where}`;
  }
  if (code !== undefined && CERTIFICATE_CODES.has(code)) {
    return `the certificate of the warehouse at ${settings.host} is not trusted (${code}): give its authority in PGSSLROOTCERT (or sslrootcert in DATABASE_URL), or set ${variables.sslMode} to require to leave it unchecked`;
  }
  return undefined;
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string'
    ? thrown.code
    : undefined;
}
