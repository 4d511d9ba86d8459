import { type Computed, isError } from '../formulas/values.ts';
import type { CellFormat } from '../model.ts';
import { displayNumber, type NumberFormat } from './number-format.ts';

/** The text that a cell shows; undefined for an empty one. */
export function displayValue(value: Computed, format: CellFormat | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (isError(value)) return value.error;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return typeof value === 'number' ? displayNumber(value, numberFormatOf(format)) : value;
}

export function numberFormatOf(format: CellFormat | undefined): NumberFormat | undefined {
  // Stored formats were checked when they were written.
  return format?.numberFormat as NumberFormat | undefined;
}
