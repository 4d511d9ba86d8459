import { type NumberFormat, toSerialNumber } from '@movement-etl/lib/connectors/google-sheets';
import type { ColumnType, ResultColumn } from '@movement-etl/lib/warehouse';

/** A column of a query as a sheet has it. */
export interface SheetColumn {
  readonly name: string;
  /** The warehouse's value as a cell's. */
  readonly toCell: (value: unknown) => unknown;
  /** Null: numbers as Google shows them. Undefined: there are no numbers to show. */
  readonly numberFormat: NumberFormat | null | undefined;
}

/** Sheets, like everybody who keeps numbers in eight bytes, has 15 reliable digits. */
const RELIABLE_DIGITS = 15;
const MAX_SHOWN_DECIMALS = 10;

/**
 * Numbers become numbers, dates and timestamps real dates, everything else stays what it is: a text is never taken for a number or
 * a formula. What a sheet cannot hold as such (a numeric of more than 15 digits, a date like `infinity`) stays text.
 */
export function toSheetColumn({ name, type }: ResultColumn): SheetColumn {
  return { name, toCell: cellFunction(type), numberFormat: numberFormatOf(type) };
}

function cellFunction({ kind }: ColumnType): SheetColumn['toCell'] {
  if (kind === 'numeric') return numericToCell;
  if (kind === 'date') return dateToCell;
  if (kind === 'timestamp' || kind === 'timestamptz') return timestampToCell;
  return (value) => value;
}

function numberFormatOf(type: ColumnType): SheetColumn['numberFormat'] {
  switch (type.kind) {
    case 'integer':
      return { type: 'NUMBER', pattern: '0' };
    case 'numeric':
      return type.scale === undefined ? null : { type: 'NUMBER', pattern: decimalPattern(type.scale) };
    case 'float':
      return null;
    case 'date':
      return { type: 'DATE', pattern: 'yyyy-mm-dd' };
    case 'timestamp':
    case 'timestamptz':
      return { type: 'DATE_TIME', pattern: 'yyyy-mm-dd hh:mm:ss' };
    case 'boolean':
    case 'varchar':
    case 'json':
    case 'other':
      return undefined;
    default:
      return type satisfies never;
  }
}

function decimalPattern(scale: number): string {
  const decimals = Math.min(scale, MAX_SHOWN_DECIMALS);
  return decimals <= 0 ? '0' : `0.${'0'.repeat(decimals)}`;
}

/** The driver gives a numeric as text, because a number might round it. */
function numericToCell(value: unknown): unknown {
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) return value;
  const digits = value.replace(/[-.]/g, '').replace(/^0+/, '');
  const significant = value.includes('.') ? digits.replace(/0+$/, '') : digits;
  return significant.length <= RELIABLE_DIGITS ? Number(value) : value;
}

/** The driver gives a date as `YYYY-MM-DD`. */
function dateToCell(value: unknown): unknown {
  const isDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
  return isDay ? toSerialNumber(new Date(`${value}T00:00:00Z`)) : value;
}

function timestampToCell(value: unknown): unknown {
  if (value instanceof Date) return toSerialNumber(value);
  // The driver's number for `infinity`, which no cell holds.
  return typeof value === 'number' ? String(value) : value;
}
