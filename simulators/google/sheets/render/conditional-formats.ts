import type { Evaluator } from '../formulas/evaluate.ts';
import { type Computed, compareValues, isError } from '../formulas/values.ts';
import type { CellFormat, ConditionalRule, Sheet } from '../model.ts';

/** The format that the rules of a tab give to one cell: that of the first rule which holds, as in Sheets. */
export function conditionalFormatAt(
  sheet: Sheet,
  evaluator: Evaluator,
  row: number,
  column: number,
): CellFormat | undefined {
  for (const rule of sheet.conditionalFormats) {
    if (covers(rule, row, column) && holds(rule, sheet, evaluator, row, column))
      return rule.booleanRule?.format;
  }
  return undefined;
}

function covers({ ranges }: ConditionalRule, row: number, column: number): boolean {
  return ranges.some(
    (range) =>
      row >= (range.startRowIndex ?? 0) &&
      row < (range.endRowIndex ?? Number.POSITIVE_INFINITY) &&
      column >= (range.startColumnIndex ?? 0) &&
      column < (range.endColumnIndex ?? Number.POSITIVE_INFINITY),
  );
}

function holds(
  { ranges, booleanRule }: ConditionalRule,
  sheet: Sheet,
  evaluator: Evaluator,
  row: number,
  column: number,
): boolean {
  if (booleanRule === undefined) return false;
  const { type, values = [] } = booleanRule.condition;
  const operands = values.map(({ userEnteredValue }) => userEnteredValue ?? '');
  if (type === 'CUSTOM_FORMULA') {
    const first = ranges[0];
    const rowOffset = row - (first?.startRowIndex ?? 0);
    const columnOffset = column - (first?.startColumnIndex ?? 0);
    return evaluator.compute(operands[0] ?? '', sheet, rowOffset, columnOffset) === true;
  }
  return testCell(type, evaluator.valueOf(sheet, row, column), operands);
}

/** The conditions on the cell's own value. Source: ConditionType in the discovery document. */
function testCell(type: string, value: Computed, [first = '', second = '']: readonly string[]): boolean {
  if (type === 'BLANK') return value === undefined || value === '';
  if (type === 'NOT_BLANK') return value !== undefined && value !== '';
  if (isError(value)) return false;
  if (type.startsWith('TEXT_')) return testText(type, String(value ?? '').toLowerCase(), first.toLowerCase());
  if (type.startsWith('NUMBER_') && typeof value === 'number') {
    return testNumber(type, value, Number(first), Number(second));
  }
  return false;
}

function testText(type: string, text: string, operand: string): boolean {
  switch (type) {
    case 'TEXT_EQ':
      return text === operand;
    case 'TEXT_CONTAINS':
      return text.includes(operand);
    case 'TEXT_NOT_CONTAINS':
      return !text.includes(operand);
    case 'TEXT_STARTS_WITH':
      return text.startsWith(operand);
    case 'TEXT_ENDS_WITH':
      return text.endsWith(operand);
    default:
      return false;
  }
}

function testNumber(type: string, value: number, first: number, second: number): boolean {
  const order = compareValues(value, first);
  switch (type) {
    case 'NUMBER_EQ':
      return order === 0;
    case 'NUMBER_NOT_EQ':
      return order !== 0;
    case 'NUMBER_GREATER':
      return order > 0;
    case 'NUMBER_GREATER_THAN_EQ':
      return order >= 0;
    case 'NUMBER_LESS':
      return order < 0;
    case 'NUMBER_LESS_THAN_EQ':
      return order <= 0;
    case 'NUMBER_BETWEEN':
      return value >= first && value <= second;
    case 'NUMBER_NOT_BETWEEN':
      return value < first || value > second;
    default:
      return false;
  }
}
