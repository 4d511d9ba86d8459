/** What happens next after a database error; each names one of the four error classes. */
export type ErrorKind = 'config' | 'transient' | 'permanent' | 'rejected';

/** One SQLSTATE, or a whole class of them (two characters). */
export interface KnownError {
  readonly code: string;
  readonly plainName: string;
  readonly kind: ErrorKind;
}

/** The manual page that lists all codes; `#CODE` has no anchor of its own. */
export const ERROR_CODES_LINK = 'https://www.postgresql.org/docs/18/errcodes-appendix.html';

/**
 * What each answer of the database means to us; a whole code wins over its class, what is not here is permanent.
 *
 * Source: ERROR_CODES_LINK, and pg's documentation on error codes of Node for the network.
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
  // Somebody must set something up.
  { code: '28', plainName: 'the user or password was refused', kind: 'config' },
  { code: '3D000', plainName: 'the database does not exist', kind: 'config' },
  { code: '42501', plainName: 'the user lacks a privilege', kind: 'config' },

  // The same may work later.
  { code: '08', plainName: 'the connection failed', kind: 'transient' },
  { code: '25P03', plainName: 'the transaction was idle for too long', kind: 'transient' },
  { code: '40', plainName: 'the transaction collided with another one', kind: 'transient' },
  { code: '53', plainName: 'the server is out of resources', kind: 'transient' },
  { code: '55P03', plainName: 'a lock was not free in time', kind: 'transient' },
  { code: '55006', plainName: 'the object is in use', kind: 'transient' },
  { code: '57', plainName: 'the server stopped the work', kind: 'transient' },

  // A value does not fit its column.
  { code: '22001', plainName: 'a text is longer than its column', kind: 'rejected' },
  { code: '22003', plainName: 'a number is outside the range of its column', kind: 'rejected' },
  { code: '22007', plainName: 'a date or time is not written as one', kind: 'rejected' },
  { code: '22008', plainName: 'a date or time is out of range', kind: 'rejected' },
  { code: '22021', plainName: 'a text holds characters that the database does not know', kind: 'rejected' },
  { code: '22P02', plainName: 'a value is not of the type of its column', kind: 'rejected' },
  { code: '23502', plainName: 'a column that must have a value has none', kind: 'rejected' },
  { code: '23505', plainName: 'a key is there already', kind: 'permanent' },
  { code: '23', plainName: 'the data break a constraint of the table', kind: 'permanent' },
  { code: '22', plainName: 'a value cannot be used', kind: 'permanent' },

  // The SQL or the schema is not what the program expects.
  { code: '2BP01', plainName: 'other objects, for example views, depend on it', kind: 'permanent' },
  { code: '3F000', plainName: 'the schema does not exist', kind: 'permanent' },
  { code: '42601', plainName: 'the SQL has a syntax error', kind: 'permanent' },
  { code: '42703', plainName: 'a column does not exist', kind: 'permanent' },
  { code: '42P01', plainName: 'a table does not exist', kind: 'permanent' },
  { code: '42', plainName: 'the SQL does not fit the schema', kind: 'permanent' },
];

/** Failures that Node reports, before or beside the protocol. */
export const KNOWN_NETWORK_ERRORS: readonly KnownError[] = [
  { code: 'ENOTFOUND', plainName: 'the host name is not known', kind: 'config' },
  { code: 'ECONNREFUSED', plainName: 'nobody answers at that host and port', kind: 'transient' },
  { code: 'ECONNRESET', plainName: 'the connection was cut', kind: 'transient' },
  { code: 'EPIPE', plainName: 'the connection was cut', kind: 'transient' },
  { code: 'ETIMEDOUT', plainName: 'the connection timed out', kind: 'transient' },
  { code: 'EHOSTUNREACH', plainName: 'the host cannot be reached', kind: 'transient' },
  { code: 'ENETUNREACH', plainName: 'the network cannot be reached', kind: 'transient' },
  { code: 'EAI_AGAIN', plainName: 'the name service did not answer', kind: 'transient' },
  { code: 'ENOENT', plainName: 'there is no such Unix socket', kind: 'config' },
];

/** The entry for a code: the code itself, otherwise its class. */
export function findKnownError(code: string): KnownError | undefined {
  return (
    KNOWN_NETWORK_ERRORS.find((known) => known.code === code) ??
    KNOWN_ERRORS.find((known) => known.code === code) ??
    KNOWN_ERRORS.find((known) => known.code === code.slice(0, 2))
  );
}
