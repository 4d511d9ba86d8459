import { type Computed, compareValues, isError } from '../formulas/values.ts';

/** Order of two cells in a sorted range: values in either direction, errors behind them, empty cells always last. */
export function compareForSort(left: Computed, right: Computed, descending: boolean): number {
  const rank = lateness(left) - lateness(right);
  if (rank !== 0 || lateness(left) > 0) return rank;
  return descending ? compareValues(right, left) : compareValues(left, right);
}

function lateness(value: Computed): number {
  if (value === undefined || value === '') return 2;
  return isError(value) ? 1 : 0;
}
