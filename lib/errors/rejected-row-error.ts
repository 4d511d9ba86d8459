import { EtlError } from './etl-error.ts';

/** One record cannot be used. The job counts it, keeps the reason and goes on, up to the share that it allows. */
export class RejectedRowError extends EtlError {
  override readonly name = 'RejectedRowError';
  /** Counted from 1 in the table in which the row was rejected. */
  readonly rowNumber: number;
  readonly column: string | undefined;
  /** Why, without the value itself. */
  readonly reason: string;

  constructor(
    { rowNumber, column, reason }: { rowNumber: number; column?: string; reason: string },
    options: { readonly cause?: unknown } = {},
  ) {
    const where = column === undefined ? `row ${rowNumber}` : `row ${rowNumber}, column ${column}`;
    super(`${where}: ${reason}`, { ...options, facts: { rowNumber, column, reason } });
    this.rowNumber = rowNumber;
    this.column = column;
    this.reason = reason;
  }
}
