/** A piece of a formula with its place in the text, so that references can be rewritten in place. */
export interface Token {
  readonly kind: 'number' | 'text' | 'reference' | 'name' | 'operator';
  readonly text: string;
  readonly start: number;
}

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['text', /"(?:[^"]|"")*"/y],
  [
    'reference',
    /(?:(?:'(?:[^']|'')*'|[\p{L}_][\p{L}\p{N}_]*)!)?(?:\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d*:\$?[1-9]\d*)(?![\p{L}\p{N}_(.])/uy,
  ],
  ['number', /\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+/y],
  ['name', /[\p{L}_][\p{L}\p{N}_.]*/uy],
  ['operator', /<>|<=|>=|#REF!|[-+*/^&=<>%(),;]/y],
];

/** The pieces of a formula (with or without its leading `=`); undefined when a character belongs to none. */
export function tokenizeFormula(formula: string): Token[] | undefined {
  const tokens: Token[] = [];
  let position = formula.startsWith('=') || formula.startsWith('+') ? 1 : 0;
  while (position < formula.length) {
    if (/\s/u.test(formula.charAt(position))) {
      position++;
      continue;
    }
    const token = readToken(formula, position);
    if (token === undefined) return undefined;
    tokens.push(token);
    position += token.text.length;
  }
  return tokens;
}

function readToken(formula: string, start: number): Token | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = start;
    const text = pattern.exec(formula)?.[0];
    if (text !== undefined) return { kind, text, start };
  }
  return undefined;
}
