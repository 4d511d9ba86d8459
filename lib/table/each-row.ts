import type { BatchFunction } from './derive-rows.ts';
import type { Reject } from './reject.ts';

/** Which column a row function is at, for the message in case it throws. */
export interface Place {
  column: string | undefined;
}

/** Applies a function to every row; a row that it throws for is rejected and left out. */
export function eachRow<R extends object, Next extends object>(
  reject: Reject,
  toRow: (row: R, rowNumber: number, place: Place) => Next,
): BatchFunction<R, Next> {
  const place: Place = { column: undefined };
  return (batch, firstRowNumber) => {
    const made: Next[] = [];
    let rowNumber = firstRowNumber;
    for (const row of batch) {
      try {
        made.push(toRow(row, rowNumber, place));
      } catch (error) {
        reject(error, row, rowNumber, place.column);
      }
      rowNumber += 1;
    }
    return made;
  };
}
