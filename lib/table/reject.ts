import { EtlError, RejectedRowError } from '../errors/index.ts';
import type { RejectedRows } from './rejected-rows.ts';
import { cellsOf } from './row.ts';
import type { Column } from './types.ts';

/** What happens to a row that cannot be used. */
export interface RejectOptions<R> {
  /** Takes the row out of the table and into this collector; without it, the read ends with a RejectedRowError. */
  readonly rejected?: RejectedRows | undefined;
  /** The column that says which record it is, for the collector. */
  readonly key?: Column<R> | undefined;
}

/** Rejects one row because of `error`; throws where there is no collector. */
export type Reject = (error: unknown, row: object, rowNumber: number, column?: string) => void;

/** Begins one read of a verb that may reject rows; `reader` is the verb, see RejectedRows.startRead. */
export function startRejecting<R>({ rejected, key }: RejectOptions<R>, reader: object): Reject {
  const add = rejected?.startRead(reader);
  return (error, row, rowNumber, column) => {
    const rejection = rejectionFrom(error, rowNumber, column);
    if (add === undefined) throw rejection;
    const id = key === undefined ? undefined : cellsOf(row)[key];
    add(rejection, id === undefined || id === null ? undefined : String(id));
  };
}

/**
 * The message of a foreign error may repeat the cell (`Cannot convert Ada to a BigInt`), and cells are personal data.
 * So only its class and its stack are kept. A RejectedRowError thrown on purpose keeps its reason, and the column it
 * names where the verb has none; another error of ours is no matter of one row and passes through.
 */
function rejectionFrom(error: unknown, rowNumber: number, verbColumn: string | undefined): RejectedRowError {
  const column = verbColumn ?? (error instanceof RejectedRowError ? error.column : undefined);
  const where = column === undefined ? { rowNumber } : { rowNumber, column };
  if (error instanceof RejectedRowError) return new RejectedRowError({ ...where, reason: error.reason });
  if (error instanceof EtlError) throw error;
  const name = error instanceof Error ? error.name : typeof error;
  return new RejectedRowError(
    { ...where, reason: `the given function failed with ${name}` },
    { cause: withoutMessage(error, name) },
  );
}

function withoutMessage(error: unknown, name: string): Error {
  const bare = new Error(`${name}, message left out because it may repeat the cell`);
  const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter(isStackFrame) : [];
  bare.stack = [`${bare.name}: ${bare.message}`, ...frames].join('\n');
  return bare;
}

function isStackFrame(line: string): boolean {
  return /^\s+at .*:\d+:\d+\)?$/.test(line);
}
