import type { Token } from './tokenize.ts';

/** Whether the tokens from a position on are these words or signs, in lower case. */
export function startsWith(tokens: readonly Token[], position: number, ...words: readonly string[]): boolean {
  return words.every((word, offset) => isSign(tokens[position + offset], word));
}

/** Whether a token is this word or sign; a name in double quotes never is. */
export function isSign(token: Token | undefined, sign: string): boolean {
  return token !== undefined && (token.kind === 'word' || token.kind === 'symbol') && token.value === sign;
}

/** The position behind the bracket that closes the one at `open`. */
export function behindBrackets(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let position = open; position < tokens.length; position += 1) {
    if (isSign(tokens[position], '(')) depth += 1;
    if (isSign(tokens[position], ')')) depth -= 1;
    if (depth === 0) return position + 1;
  }
  return tokens.length;
}

/** Cuts the inside of brackets at its commas; `open` is the position of the opening one. */
export function listInBrackets(tokens: readonly Token[], open: number): Token[][] {
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(open + 1, behindBrackets(tokens, open) - 1)) {
    if (isSign(token, '(')) depth += 1;
    if (isSign(token, ')')) depth -= 1;
    if (depth === 0 && isSign(token, ',')) items.push([]);
    else items.at(-1)?.push(token);
  }
  return items;
}

/** A token of our own making. */
export function made(text: string, before = ' '): Token {
  return { kind: 'symbol', text, value: text, before };
}
