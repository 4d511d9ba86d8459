import {
  type Computed,
  compareValues,
  type FormulaError,
  isError,
  toBoolean,
  toNumber,
  toText,
} from './values.ts';

/** The cells of each argument, row by row; one cell for anything that is not a range. */
type Arguments = readonly (readonly Computed[])[];
type SheetsFunction = (args: Arguments) => Computed;

/** The first cell of an argument. */
function firstOf(args: Arguments, index = 0): Computed {
  return args[index]?.[0];
}

function firstError(args: Arguments): FormulaError | undefined {
  for (const cells of args) for (const cell of cells) if (isError(cell)) return cell;
  return undefined;
}

/** Numbers among the cells; texts and booleans of a range do not count. */
function numbersOf(args: Arguments): number[] {
  return args.flat().filter((cell) => typeof cell === 'number');
}

function onNumbers(compute: (numbers: number[]) => Computed): SheetsFunction {
  return (args) => firstError(args) ?? compute(numbersOf(args));
}

function onText(compute: (text: string, second: Computed) => Computed): SheetsFunction {
  return ([first = [], second = []]) => {
    const value = first[0];
    return isError(value) ? value : compute(toText(value), second[0]);
  };
}

function onBooleans(compute: (booleans: boolean[]) => boolean): SheetsFunction {
  return (args) => {
    const booleans: boolean[] = [];
    for (const cell of args.flat()) {
      if (cell === undefined) continue;
      const value = toBoolean(cell);
      if (typeof value === 'object') return value;
      booleans.push(value);
    }
    return compute(booleans);
  };
}

/** The test of COUNTIF and SUMIF: a value, or text such as `>5` or `<>x`. */
function criterion(wanted: Computed): (cell: Computed) => boolean {
  const match = typeof wanted === 'string' ? /^(<>|<=|>=|=|<|>)(.*)$/su.exec(wanted) : null;
  const text = match?.[2] ?? wanted;
  const operand =
    typeof text === 'string' && text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text;
  const test = comparisons[match?.[1] ?? '='];
  return (cell) => {
    if (cell === undefined && match === null) return false;
    const asNumber =
      typeof operand === 'number' && typeof cell === 'string' && cell !== '' ? Number(cell) : cell;
    return test?.(compareValues(Number.isNaN(asNumber) ? cell : asNumber, operand)) ?? false;
  };
}

/** The comparison operators on the sign of a comparison. */
export const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '>': (order) => order > 0,
  '<=': (order) => order <= 0,
  '>=': (order) => order >= 0,
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const counted = (cell: Computed) => cell !== undefined;

/** The functions that the simulator computes; any other shows `#NAME?`. IF and IFERROR are in the evaluator. */
export const functions: Readonly<Record<string, SheetsFunction>> = {
  SUM: onNumbers(sum),
  AVERAGE: onNumbers((numbers) =>
    numbers.length === 0 ? { error: '#DIV/0!' } : sum(numbers) / numbers.length,
  ),
  MIN: onNumbers((numbers) => numbers.reduce((low, number) => Math.min(low, number), numbers[0] ?? 0)),
  MAX: onNumbers((numbers) => numbers.reduce((high, number) => Math.max(high, number), numbers[0] ?? 0)),
  COUNT: (args) => numbersOf(args).length,
  COUNTA: (args) => args.flat().filter(counted).length,
  COUNTBLANK: (args) => args.flat().filter((cell) => cell === undefined || cell === '').length,
  COUNTUNIQUE: (args) => new Set(args.flat().filter(counted)).size,
  COUNTIF: ([cells = [], wanted = []]) => cells.filter(criterion(wanted[0])).length,
  SUMIF: ([cells = [], wanted = [], summed = cells]) => {
    const test = criterion(wanted[0]);
    return sum(summed.filter((cell, index) => typeof cell === 'number' && test(cells[index])).map(Number));
  },
  ABS: onNumbers(([number = 0]) => Math.abs(number)),
  ROUND: (args) => {
    const number = toNumber(firstOf(args));
    const scale = 10 ** Number(firstOf(args, 1) ?? 0);
    return typeof number === 'object' ? number : Math.round(number * scale) / scale;
  },
  AND: onBooleans((booleans) => booleans.every(Boolean)),
  OR: onBooleans((booleans) => booleans.some(Boolean)),
  NOT: onBooleans((booleans) => !booleans[0]),
  ISBLANK: (args) => firstOf(args) === undefined,
  ISNUMBER: (args) => typeof firstOf(args) === 'number',
  ISLOGICAL: (args) => typeof firstOf(args) === 'boolean',
  ISTEXT: (args) => typeof firstOf(args) === 'string',
  ISERROR: (args) => isError(firstOf(args)),
  LEN: onText((text) => text.length),
  LOWER: onText((text) => text.toLowerCase()),
  UPPER: onText((text) => text.toUpperCase()),
  TRIM: onText((text) => text.trim().replaceAll(/ +/gu, ' ')),
  LEFT: onText((text, count) => text.slice(0, Number(count ?? 1))),
  RIGHT: onText((text, count) => text.slice(-Number(count ?? 1))),
  EXACT: onText((text, other) => !isError(other) && text === toText(other)),
  REGEXMATCH: onText((text, pattern) => new RegExp(String(pattern), 'u').test(text)),
  HYPERLINK: (args) => firstOf(args, 1) ?? firstOf(args),
  CONCATENATE: (args) =>
    firstError(args) ??
    args
      .flat()
      .map((cell) => (isError(cell) ? '' : toText(cell)))
      .join(''),
};
