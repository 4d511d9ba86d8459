import pg from 'pg';
import {
  ConfigError,
  EtlError,
  type Fact,
  PermanentError,
  RejectedRowError,
  TransientError,
} from '../../errors/index.ts';
import { ERROR_CODES_LINK, findKnownError, type KnownError } from './error-codes.ts';
import { findRedshiftError } from './redshift-errors.ts';

/**
 * Makes one of our four classes of whatever `pg` threw; the row number of a failed COPY is the line of the CSV sent. What may hold a value of a row is left out: `detail`, the value
 * in `where`, and the message of data errors; the cause is a copy that was cleaned in the same way.
 */
export function toWarehouseError(thrown: unknown): Error {
  if (thrown instanceof EtlError) return thrown;
  if (!(thrown instanceof Error)) return new PermanentError('the warehouse failed', { cause: thrown });
  if (thrown instanceof pg.DatabaseError) return fromServer(thrown);
  return fromNetwork(thrown) ?? thrown;
}

function fromServer(error: pg.DatabaseError): Error {
  const code = error.code ?? 'unknown';
  const redshift = findRedshiftError(error);
  const known = redshift ?? findKnownError(code);
  const where = copyPosition(error.where);
  const facts = {
    code,
    ...definedFacts({ redshiftCode: redshift?.code }),
    ...definedFacts({ schema: error.schema, table: error.table, constraint: error.constraint }),
    ...definedFacts({ column: error.column ?? where?.column, line: where?.line }),
    ...definedFacts({ position: error.position === undefined ? undefined : Number(error.position) }),
  };
  const cause = cleanCopy(error, known);
  const plainly = redshift === undefined ? '' : ` (${redshift.plainName})`;
  const message = `the warehouse answered: ${cause.message}${plainly} (SQLSTATE ${code})`;

  if (known?.kind === 'rejected' && where !== undefined) {
    const column = where.column === undefined ? {} : { column: where.column };
    return new RejectedRowError({ rowNumber: where.line, reason: known.plainName, ...column }, { cause });
  }
  switch (known?.kind) {
    case 'config':
      return new ConfigError(message, { cause });
    case 'transient':
      return new TransientError(message, { cause, facts });
    default:
      return new PermanentError(message, { cause, facts: { ...facts, link: ERROR_CODES_LINK } });
  }
}

/** What `pg` says without a code when a connection breaks, does not come about in time, or none is free. */
const LOST_CONNECTION =
  /^(connection terminated|timeout expired|timeout exceeded when trying to connect|client has encountered a connection error)/i;

/** Failures of the connection itself; undefined: not the connection's (a source of rows that threw, for example). */
function fromNetwork(error: Error): Error | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const known = code === undefined ? undefined : findKnownError(code);
  const isLost = LOST_CONNECTION.test(error.message);
  if (known?.kind === 'config') {
    return new ConfigError(`the warehouse cannot be reached: ${known.plainName}`, { cause: error });
  }
  if (known === undefined && !isLost) return undefined;
  const plainName = known?.plainName ?? 'the connection was lost';
  return new TransientError(`the connection to the warehouse failed: ${plainName}`, {
    cause: error,
    facts: definedFacts({ code }),
  });
}

/** What a cause in a log may show of the server's answer. */
function cleanCopy(error: pg.DatabaseError, known: KnownError | undefined): Error {
  const message = isMessageFreeOfValues(error.code)
    ? withoutValues(error.message)
    : (known?.plainName ?? 'unnamed error');
  const copy = Object.assign(new Error(message), { code: error.code });
  copy.name = 'DatabaseError';
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  copy.stack = [`DatabaseError: ${message}`, ...frames].join('\n');
  return copy;
}

/**
 * Data errors (class 22) repeat the value, and RAISE (P0) says what its author likes; all others name only tables,
 * columns, users and words of the SQL.
 */
function isMessageFreeOfValues(code: string | undefined): boolean {
  return code !== undefined && !code.startsWith('22') && !code.startsWith('P0');
}

/** Redshift repeats a value within messages of any code: `Invalid digit, Value 'x', Pos 0, Type: Integer`. */
function withoutValues(message: string): string {
  return message.replaceAll(/\bvalue:? '[^']*'/gi, "value '…'");
}

/** `COPY t, line 3, column c: "value"` without the value. */
function copyPosition(where: string | undefined): { line: number; column: string | undefined } | undefined {
  const match = /^COPY .*?, line (\d+)(?:, column ([^:]+))?/.exec(where ?? '');
  return match === null ? undefined : { line: Number(match[1]), column: match[2] };
}

function definedFacts(facts: Readonly<Record<string, Fact>>): Record<string, Fact> {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}
