import { sheetByTitle } from '../grid-range.ts';
import { isFormula, type Sheet, type Spreadsheet } from '../model.ts';
import { comparisons, functions } from './functions.ts';
import { type Expression, parseFormula } from './parse.ts';
import type { Reference } from './reference.ts';
import { type Computed, compareValues, isError, toBoolean, toNumber, toText } from './values.ts';

/** Where an expression is computed: its references without a title mean `sheet`, moved by the offsets. */
interface Place {
  readonly sheet: Sheet;
  readonly rowOffset: number;
  readonly columnOffset: number;
}

/**
 * Computes the formulas of one state of a spreadsheet; each formula once. A formula that leads back to itself and
 * one that reads a missing tab are `#REF!`, an unknown function is `#NAME?`. One evaluator serves one answer.
 */
export class Evaluator {
  readonly #spreadsheet: Spreadsheet;
  readonly #parsed = new Map<string, Expression | undefined>();
  readonly #results = new Map<Sheet, Map<number, Computed>>();

  constructor(spreadsheet: Spreadsheet) {
    this.#spreadsheet = spreadsheet;
  }

  /** The value that the cell shows. */
  valueOf(sheet: Sheet, row: number, column: number): Computed {
    const value = sheet.rows[row]?.values[column];
    if (!isFormula(value)) return value;
    const results = this.#results.get(sheet) ?? new Map<number, Computed>();
    this.#results.set(sheet, results);
    const key = row * sheet.columnCount + column;
    if (!results.has(key)) {
      results.set(key, { error: '#REF!' });
      results.set(key, this.compute(value.formula, sheet));
    }
    return results.get(key);
  }

  /** A formula as seen from a cell that lies so far from the one it was written for. */
  compute(formula: string, sheet: Sheet, rowOffset = 0, columnOffset = 0): Computed {
    if (!this.#parsed.has(formula)) this.#parsed.set(formula, parseFormula(formula));
    const expression = this.#parsed.get(formula);
    if (expression === undefined) return { error: '#ERROR!' };
    return this.#evaluate(expression, { sheet, rowOffset, columnOffset });
  }

  #evaluate(expression: Expression, place: Place): Computed {
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'brokenReference':
        return { error: '#REF!' };
      case 'reference':
        return this.#cells(expression.reference, place)[0];
      case 'negate':
      case 'percent': {
        const number = toNumber(this.#evaluate(expression.operand, place));
        if (typeof number === 'object') return number;
        return expression.kind === 'negate' ? -number : number / 100;
      }
      case 'binary':
        return this.#binary(expression, place);
      case 'call':
        return this.#call(expression, place);
      default:
        return expression satisfies never;
    }
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, place: Place): Computed {
    const a = this.#evaluate(left, place);
    const b = this.#evaluate(right, place);
    if (isError(a)) return a;
    if (isError(b)) return b;
    if (operator === '&') return toText(a) + toText(b);
    const comparison = comparisons[operator];
    return comparison === undefined ? calculate(operator, a, b) : comparison(compareValues(a, b));
  }

  #call({ name, args }: Extract<Expression, { kind: 'call' }>, place: Place): Computed {
    if (name === 'IF') return this.#if(args, place);
    if (name === 'IFERROR') {
      const value = args[0] && this.#evaluate(args[0], place);
      return isError(value) ? args[1] && this.#evaluate(args[1], place) : value;
    }
    const compute = functions[name];
    if (compute === undefined) return { error: '#NAME?' };
    return compute(
      args.map((argument) =>
        argument.kind === 'reference'
          ? this.#cells(argument.reference, place)
          : [this.#evaluate(argument, place)],
      ),
    );
  }

  #if([condition, whenTrue, whenFalse]: readonly Expression[], place: Place): Computed {
    const test = condition && toBoolean(this.#evaluate(condition, place));
    if (typeof test === 'object') return test;
    const branch = test === true ? whenTrue : whenFalse;
    return branch === undefined ? test : this.#evaluate(branch, place);
  }

  #cells({ title, start, end }: Reference, place: Place): readonly Computed[] {
    const sheet = title === undefined ? place.sheet : sheetByTitle(this.#spreadsheet, title);
    if (sheet === undefined) return [{ error: '#REF!' }];
    const moveRow = (row: number, fixed: boolean) => (fixed ? row : row + place.rowOffset);
    const moveColumn = (column: number, fixed: boolean) => (fixed ? column : column + place.columnOffset);
    const last = end ?? start;
    const firstRow = start.row === undefined ? 0 : moveRow(start.row, start.rowFixed);
    const lastRow = last.row === undefined ? sheet.rows.length - 1 : moveRow(last.row, last.rowFixed);
    const firstColumn = start.column === undefined ? 0 : moveColumn(start.column, start.columnFixed);
    const lastColumn =
      last.column === undefined ? sheet.columnCount - 1 : moveColumn(last.column, last.columnFixed);
    if (firstRow < 0 || firstColumn < 0) return [{ error: '#REF!' }];
    const cells: Computed[] = [];
    for (let row = firstRow; row <= Math.min(lastRow, Math.max(sheet.rows.length - 1, firstRow)); row++) {
      for (let column = firstColumn; column <= lastColumn; column++)
        cells.push(this.valueOf(sheet, row, column));
    }
    return cells;
  }
}

function calculate(operator: string, left: Computed, right: Computed): Computed {
  const a = toNumber(left);
  const b = toNumber(right);
  if (typeof a === 'object') return a;
  if (typeof b === 'object') return b;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? { error: '#DIV/0!' } : a / b;
    default:
      return a ** b;
  }
}
