import { parseReference, type Reference } from './reference.ts';
import { type Token, tokenizeFormula } from './tokens.ts';

export type Expression =
  | { readonly kind: 'constant'; readonly value: string | number | boolean }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'brokenReference' }
  | { readonly kind: 'negate' | 'percent'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

interface Reader {
  readonly tokens: readonly Token[];
  position: number;
}

/** Loosest first; all of them group to the left. */
const precedence: readonly (readonly string[])[] = [
  ['=', '<>', '<', '>', '<=', '>='],
  ['&'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/** The formula as a tree; undefined when it is none (Sheets shows `#ERROR!`). */
export function parseFormula(formula: string): Expression | undefined {
  const tokens = tokenizeFormula(formula);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader = { tokens, position: 0 };
  const expression = parseBinary(reader, 0);
  return reader.position === tokens.length ? expression : undefined;
}

function parseBinary(reader: Reader, level: number): Expression | undefined {
  const operators = precedence[level];
  if (operators === undefined) return parseUnary(reader);
  let left = parseBinary(reader, level + 1);
  for (;;) {
    const token = reader.tokens[reader.position];
    if (left === undefined || token?.kind !== 'operator' || !operators.includes(token.text)) return left;
    reader.position++;
    const right = parseBinary(reader, level + 1);
    if (right === undefined) return undefined;
    left = { kind: 'binary', operator: token.text, left, right };
  }
}

function parseUnary(reader: Reader): Expression | undefined {
  if (take(reader, '+')) return parseUnary(reader);
  if (take(reader, '-')) {
    const operand = parseUnary(reader);
    return operand && { kind: 'negate', operand };
  }
  const operand = parsePrimary(reader);
  return operand !== undefined && take(reader, '%') ? { kind: 'percent', operand } : operand;
}

function parsePrimary(reader: Reader): Expression | undefined {
  if (take(reader, '(')) {
    const inner = parseBinary(reader, 0);
    return take(reader, ')') ? inner : undefined;
  }
  if (take(reader, '#REF!')) return { kind: 'brokenReference' };
  const token = reader.tokens[reader.position];
  if (token === undefined || token.kind === 'operator') return undefined;
  reader.position++;
  switch (token.kind) {
    case 'number':
      return { kind: 'constant', value: Number(token.text) };
    case 'text':
      return { kind: 'constant', value: token.text.slice(1, -1).replaceAll('""', '"') };
    case 'reference':
      return { kind: 'reference', reference: parseReference(token.text) };
    case 'name':
      return parseName(reader, token.text.toUpperCase());
    default:
      return token.kind satisfies never;
  }
}

function parseName(reader: Reader, name: string): Expression | undefined {
  if (!take(reader, '(')) {
    if (name === 'TRUE' || name === 'FALSE') return { kind: 'constant', value: name === 'TRUE' };
    return { kind: 'call', name: `name ${name}`, args: [] };
  }
  const args: Expression[] = [];
  if (take(reader, ')')) return { kind: 'call', name, args };
  do {
    const argument = parseBinary(reader, 0);
    if (argument === undefined) return undefined;
    args.push(argument);
  } while (take(reader, ',') || take(reader, ';'));
  return take(reader, ')') ? { kind: 'call', name, args } : undefined;
}

function take(reader: Reader, text: string): boolean {
  const token = reader.tokens[reader.position];
  if (token?.kind !== 'operator' || token.text !== text) return false;
  reader.position++;
  return true;
}
