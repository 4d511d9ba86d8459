/** What a cell shows when its formula fails; `type` is spelt as in `effectiveValue.errorValue`. */
export interface FormulaError {
  readonly error: '#REF!' | '#NAME?' | '#VALUE!' | '#DIV/0!' | '#ERROR!' | '#N/A';
}

/** A computed value; undefined is an empty cell. */
export type Computed = string | number | boolean | undefined | FormulaError;

export function isError(value: Computed): value is FormulaError {
  return typeof value === 'object';
}

export const errorTypes: Readonly<Record<FormulaError['error'], string>> = {
  '#REF!': 'REF',
  '#NAME?': 'NAME',
  '#VALUE!': 'VALUE',
  '#DIV/0!': 'DIVIDE_BY_ZERO',
  '#ERROR!': 'ERROR',
  '#N/A': 'N_A',
};

export function toNumber(value: Computed): number | FormulaError {
  if (isError(value)) return value;
  if (value === undefined || value === '') return 0;
  if (typeof value === 'boolean') return value ? 1 : 0;
  const number = Number(value);
  return Number.isNaN(number) ? { error: '#VALUE!' } : number;
}

export function toText(value: Exclude<Computed, FormulaError>): string {
  if (value === undefined) return '';
  return typeof value === 'boolean' ? String(value).toUpperCase() : String(value);
}

export function toBoolean(value: Computed): boolean | FormulaError {
  if (isError(value)) return value;
  if (typeof value === 'string') {
    if (value === '') return false;
    if (/^(?:true|false)$/iu.test(value)) return value.toLowerCase() === 'true';
    return { error: '#VALUE!' };
  }
  return Boolean(value);
}

/** Equal or less as Sheets compares: numbers before texts before booleans, texts without regard to case. */
export function compareValues(left: Computed, right: Computed): number {
  const [a, b] = [fillBlank(left, right), fillBlank(right, left)];
  const rank = rankOf(a) - rankOf(b);
  if (rank !== 0) return rank;
  if (typeof a === 'string' && typeof b === 'string') {
    const [lowA, lowB] = [a.toLowerCase(), b.toLowerCase()];
    return lowA === lowB ? 0 : lowA < lowB ? -1 : 1;
  }
  return Number(a) - Number(b);
}

/** An empty cell equals 0, the empty text and FALSE. */
function fillBlank(value: Computed, other: Computed): Computed {
  if (value !== undefined) return value;
  if (typeof other === 'string') return '';
  return typeof other === 'boolean' ? false : 0;
}

function rankOf(value: Computed): number {
  if (typeof value === 'number') return 0;
  return typeof value === 'string' ? 1 : 2;
}
