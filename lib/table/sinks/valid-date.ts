import { RejectedRowError } from '../../errors/index.ts';

/** @throws RejectedRowError for an invalid date, which JSON would write as null and ISO text cannot express. */
export function requireValidDate(value: unknown, rowNumber: number, column: string): void {
  if (!(value instanceof Date) || !Number.isNaN(value.getTime())) return;
  throw new RejectedRowError({ rowNumber, column, reason: 'the date is invalid' });
}
