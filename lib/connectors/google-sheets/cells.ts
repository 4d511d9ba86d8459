import type { sheets_v4 } from 'googleapis/build/src/apis/sheets/index.js';
import { RejectedRowError } from '../../errors/index.ts';
import { MAX_CELL_CHARACTERS } from './limits.ts';

/** What a cell holds; null is an empty cell. */
export type CellValue = string | number | boolean | null;

/** Where a value comes from, for the error that names it. */
export interface CellPlace {
  /** Counted from 1 in the table. */
  readonly rowNumber: number;
  readonly column: string;
}

/**
 * A table's value as a cell. Text stays text: nothing is ever parsed as a formula, a date or a number, so neither leading zeros are lost
 * nor can a volunteer's name become a formula. Dates become ISO text in UTC; lists and objects become JSON; a bigint beyond 2^53 becomes text.
 *
 * @throws RejectedRowError when the text has more than 50,000 characters or the number is not finite.
 */
export function encodeCell(value: unknown, place: CellPlace): CellValue {
  const cell = toCellValue(value, place);
  if (typeof cell === 'string' && cell.length > MAX_CELL_CHARACTERS) {
    const reason = `the text has ${cell.length} characters, a cell of a Google sheet holds ${MAX_CELL_CHARACTERS}`;
    throw new RejectedRowError({ ...place, reason });
  }
  return cell;
}

function toCellValue(value: unknown, place: CellPlace): CellValue {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
      return value === '' ? null : value;
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value))
        throw new RejectedRowError({ ...place, reason: 'the number is not finite' });
      return value;
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case 'object':
      if (value === null) return null;
      if (value instanceof Date) return toIsoText(value, place);
      return JSON.stringify(value);
    default:
      throw new RejectedRowError({ ...place, reason: `a ${typeof value} cannot be stored in a cell` });
  }
}

function toIsoText(date: Date, place: CellPlace): string {
  if (Number.isNaN(date.getTime()))
    throw new RejectedRowError({ ...place, reason: 'the date is not a valid one' });
  return date.toISOString();
}

/** The cell as batchUpdate takes it: a typed value, which is never evaluated; an empty cell for null. */
export function toCellData(cell: CellValue): sheets_v4.Schema$CellData {
  if (cell === null) return {};
  if (typeof cell === 'string') return { userEnteredValue: { stringValue: cell } };
  if (typeof cell === 'number') return { userEnteredValue: { numberValue: cell } };
  return { userEnteredValue: { boolValue: cell } };
}

/** Whether a cell read back (where an empty one is `''`, null or missing) holds what would be written. */
export function isSameCell(found: CellValue | undefined, wanted: CellValue): boolean {
  return (found ?? '') === (wanted ?? '');
}

/** How keys are compared: 46273 and '46273' are one key, because people reformat columns. Undefined for an empty cell. */
export function toKey(cell: CellValue | undefined): string | undefined {
  if (cell === undefined || cell === null) return undefined;
  const key = String(cell).trim();
  return key === '' ? undefined : key;
}
