import { Buffer } from 'node:buffer';
import type { Frame } from '../wire/frame.ts';
import { errorResponse, readFields, type ServerError } from '../wire/messages.ts';

/** Turns the few answers of PostgreSQL that would give it away into Redshift's. */
export interface AnswerFilter {
  /**
   * SQL that fails in PostgreSQL, whose error is replaced by this one. So a refused statement does to the transaction
   * what a failed statement does.
   */
  refuse(error: ServerError): string;
  /** What the client gets instead of a message; undefined: nothing. */
  translate(frame: Frame): Buffer | undefined;
}

export function createAnswerFilter(): AnswerFilter {
  const refusals = new Map<string, ServerError>();
  let count = 0;

  return {
    refuse: (error) => {
      count += 1;
      const name = `refused_${count}`;
      refusals.set(name, error);
      return name;
    },
    translate: (frame) => {
      switch (frame.type) {
        case 'E':
          return translateError(frame, refusals);
        case 'T':
          return nameSuper(frame.bytes);
        default:
          return frame.bytes;
      }
    },
  };
}

/** The name of a refusal is where the parser of PostgreSQL stumbles. */
function translateError(frame: Frame, refusals: Map<string, ServerError>): Buffer {
  const fields = readFields(frame.body);
  const name = /"(refused_\d+)"/.exec(fields.get('M') ?? '')?.[1] ?? '';
  const refusal = refusals.get(name);
  refusals.delete(name);
  if (refusal !== undefined) return errorResponse(refusal);
  if (fields.get('n')?.startsWith('byte_length_')) return errorResponse(TOO_LONG);
  if (fields.get('C') === SERIALIZATION_FAILURE) return errorResponse(ISOLATION_VIOLATION);
  return frame.bytes;
}

const SERIALIZATION_FAILURE = '40001';

/**
 * What Redshift says when a transaction collides with another one; which SQLSTATE comes with it is not documented.
 *
 * Source: https://docs.aws.amazon.com/redshift/latest/dg/c_serial_isolation.html
 */
export const ISOLATION_VIOLATION: ServerError = {
  code: 'XX000',
  message: '1023',
  detail: 'Serializable isolation violation on table',
};

/** What breaks a check of `catalog/install.sql`. */
const TOO_LONG: ServerError = { code: '22001', message: 'value too long for type character varying' };

/** `pg_type.oid`: the type behind our SUPER, and Redshift's. */
const JSONB = 3802;
const SUPER = 4000;

/** Tells the type of SUPER columns as Redshift does, so that no client parses them as JSON. */
function nameSuper(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  let position = 7;
  for (let left = bytes.readInt16BE(5); left > 0; left -= 1) {
    const type = bytes.indexOf(0, position) + 7;
    if (bytes.readInt32BE(type) === JSONB) changed.writeInt32BE(SUPER, type);
    position = type + 12;
  }
  return changed;
}
