import { EtlError, PermanentError, TransientError } from '@movement-etl/lib/errors';
import type { SqlFile, SqlStatement } from './sql-files.ts';

const SHOWN_CHARACTERS = 200;

/** Says in which file and line a statement failed and shows its beginning; of the same class as the failure. */
export function statementError(file: SqlFile, statement: SqlStatement, cause: unknown): EtlError {
  const Failure = cause instanceof TransientError ? TransientError : PermanentError;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const beginning = statement.text.replace(/\s+/g, ' ').slice(0, SHOWN_CHARACTERS);
  return new Failure(`${file.name}, line ${statement.line}: ${reason}\n  in: ${beginning}`, {
    cause,
    facts: { ...(cause instanceof EtlError ? cause.facts : {}), file: file.name, line: statement.line },
  });
}
