import { Buffer } from 'node:buffer';
import { buildFrame } from './frame.ts';

/** What an ErrorResponse tells: https://www.postgresql.org/docs/18/protocol-error-fields.html */
export interface ServerError {
  readonly severity?: 'ERROR' | 'FATAL';
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
}

export function errorResponse({ severity = 'ERROR', code, message, detail, hint }: ServerError): Buffer {
  return buildFrame('E', fields({ S: severity, C: code, M: message, D: detail, H: hint }));
}

/** Redshift tells how a COPY went by a message of the level INFO. */
export function infoNotice(message: string): Buffer {
  return buildFrame('N', fields({ S: 'INFO', C: '00000', M: message }));
}

export function parameterStatus(name: string, value: string): Buffer {
  return buildFrame('S', `${name}\0${value}\0`);
}

/** `AuthenticationRequest`: 0 accepted, 3 cleartext, 5 MD5 with a salt, 13 Redshift's own for SHA-256 passwords. */
export function authentication(kind: number, data: Buffer = Buffer.alloc(0)): Buffer {
  const code = Buffer.alloc(4);
  code.writeInt32BE(kind);
  return buildFrame('R', Buffer.concat([code, data]));
}

export function backendKeyData(processId: number, secret: number): Buffer {
  const body = Buffer.alloc(8);
  body.writeInt32BE(processId, 0);
  body.writeInt32BE(secret, 4);
  return buildFrame('K', body);
}

export const commandComplete = (tag: string): Buffer => buildFrame('C', `${tag}\0`);
export const emptyQueryResponse = (): Buffer => buildFrame('I');
/** `I` idle, `T` in a transaction, `E` in a failed one. */
export const readyForQuery = (status: string): Buffer => buildFrame('Z', status);

/** From us to PostgreSQL: a simple query. */
export const query = (sql: string): Buffer => buildFrame('Q', `${sql}\0`);
export const copyData = (data: Buffer): Buffer => buildFrame('d', data);
export const copyDone = (): Buffer => buildFrame('c');
export const copyFail = (reason: string): Buffer => buildFrame('f', `${reason}\0`);

/** The fields of an ErrorResponse or NoticeResponse by their letters. */
export function readFields(body: Buffer): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of body.toString('utf8').split('\0')) {
    if (part !== '') found.set(part.slice(0, 1), part.slice(1));
  }
  return found;
}

function fields(values: Readonly<Record<string, string | undefined>>): string {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return `${known.map(([letter, value]) => `${letter}${value}\0`).join('')}\0`;
}
