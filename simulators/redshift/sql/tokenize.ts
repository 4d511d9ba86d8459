/** A word, sign or literal of SQL. Texts put one behind the other give the statement again. */
export interface Token {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'parameter' | 'symbol';
  /** As it is to be sent on. */
  readonly text: string;
  /** What it means: a word in lower case, a name or literal without quotes. */
  readonly value: string;
  /** Blanks and comments in front of it. */
  readonly before: string;
}

/** A literal, name or comment that does not end. */
export class UnterminatedError extends Error {}

const SPACE = /\s/;
const WORD_START = /[\p{L}_]/u;
const WORD_PART = /[\p{L}\p{N}_$]/u;
const DIGIT = /\d/;
const OPERATOR = '+-*/<>=~!@#%^&|`?';

/**
 * Cuts SQL into tokens as Redshift reads it, which differs from PostgreSQL: a backslash escapes in every literal, names
 * in double quotes are folded to lower case (ASCII letters), and `#name` is a table.
 *
 * @throws UnterminatedError
 */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    const start = skipBlanks(sql, position);
    const before = sql.slice(position, start);
    if (start >= sql.length) return tokens;
    const { length, ...token } = readToken(sql, start);
    tokens.push({ ...token, before });
    position = start + length;
  }
}

/** Makes SQL of tokens. */
export function render(tokens: readonly Token[]): string {
  return tokens.map(({ before, text }) => `${before}${text}`).join('');
}

/** Cuts tokens at the semicolons; empty statements are left out. */
export function splitStatements(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ';') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

type RawToken = Omit<Token, 'before'> & { readonly length: number };

function readToken(sql: string, start: number): RawToken {
  const char = sql.charAt(start);
  const next = sql.charAt(start + 1);
  if (char === "'") return readLiteral(sql, start, start);
  if ((char === 'E' || char === 'e') && next === "'") return readLiteral(sql, start, start + 1);
  if (char === '"') return readName(sql, start);
  if (char === '$' && DIGIT.test(next)) return plain('parameter', readWhile(sql, start, start + 1, DIGIT));
  if (char === '$') return readDollarLiteral(sql, start);
  if (DIGIT.test(char) || (char === '.' && DIGIT.test(next))) return readNumber(sql, start);
  if (WORD_START.test(char)) return plain('word', readWhile(sql, start, start + 1, WORD_PART));
  if (char === '#' && WORD_START.test(next)) return readTemporaryName(sql, start);
  if (OPERATOR.includes(char)) return plain('symbol', readOperator(sql, start));
  return plain('symbol', sql.startsWith('::', start) ? '::' : char);
}

function skipBlanks(sql: string, from: number): number {
  let position = from;
  for (;;) {
    if (SPACE.test(sql.charAt(position))) position += 1;
    else if (sql.startsWith('--', position)) position = endOf(sql.indexOf('\n', position), sql);
    else if (sql.startsWith('/*', position)) position = skipComment(sql, position);
    else return position;
  }
}

/** Comments nest. */
function skipComment(sql: string, start: number): number {
  let depth = 0;
  let position = start;
  while (position < sql.length) {
    const pair = sql.slice(position, position + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/') depth -= 1;
    position += pair === '/*' || pair === '*/' ? 2 : 1;
    if (depth === 0) return position;
  }
  throw new UnterminatedError('unterminated /* comment');
}

/** PostgreSQL takes backslashes literally unless the literal begins with E, so it gets one. */
function readLiteral(sql: string, start: number, quote: number): RawToken {
  let value = '';
  let position = quote + 1;
  let hasBackslash = false;
  while (position < sql.length) {
    const char = sql.charAt(position);
    if (char === "'" && sql.charAt(position + 1) !== "'") {
      const raw = sql.slice(quote, position + 1);
      const text = hasBackslash || start !== quote ? `E${raw}` : raw;
      return { kind: 'string', text, value, length: position + 1 - start };
    }
    if (char === '\\') {
      hasBackslash = true;
      value += unescapeChar(sql.charAt(position + 1));
    } else {
      value += char;
    }
    position += char === '\\' || char === "'" ? 2 : 1;
  }
  throw new UnterminatedError('unterminated quoted string');
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescapeChar(char: string): string {
  return ESCAPES[char] ?? char;
}

function readName(sql: string, start: number): RawToken {
  let position = start + 1;
  for (;;) {
    const end = sql.indexOf('"', position);
    if (end === -1) throw new UnterminatedError('unterminated quoted identifier');
    if (sql.charAt(end + 1) !== '"') {
      const text = foldAscii(sql.slice(start, end + 1));
      return { kind: 'quoted', text, value: text.slice(1, -1).replaceAll('""', '"'), length: text.length };
    }
    position = end + 2;
  }
}

function foldAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function readDollarLiteral(sql: string, start: number): RawToken {
  const tag = readWhile(sql, start, start + 1, WORD_PART).replace(/\$.*$/s, (rest) =>
    rest.slice(0, rest.indexOf('$', 1) + 1),
  );
  const end = tag.length < 2 ? -1 : sql.indexOf(tag, start + tag.length);
  if (end === -1) throw new UnterminatedError('unterminated dollar-quoted string');
  const text = sql.slice(start, end + tag.length);
  return { kind: 'string', text, value: sql.slice(start + tag.length, end), length: text.length };
}

function readNumber(sql: string, start: number): RawToken {
  const match = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/.exec(sql.slice(start, start + 400));
  return plain('number', match?.[0] ?? sql.charAt(start));
}

function readTemporaryName(sql: string, start: number): RawToken {
  const raw = readWhile(sql, start, start + 1, WORD_PART);
  const value = raw.toLowerCase();
  return { kind: 'quoted', text: `"${value}"`, value, length: raw.length };
}

function readOperator(sql: string, start: number): string {
  let end = start + 1;
  while (OPERATOR.includes(sql.charAt(end)) && sql.charAt(end) !== '' && !startsComment(sql, end)) end += 1;
  return sql.slice(start, end);
}

function startsComment(sql: string, position: number): boolean {
  return sql.startsWith('--', position) || sql.startsWith('/*', position);
}

function readWhile(sql: string, start: number, from: number, allowed: RegExp): string {
  let end = from;
  while (end < sql.length && allowed.test(sql.charAt(end))) end += 1;
  return sql.slice(start, end);
}

function plain(kind: Token['kind'], text: string): RawToken {
  return { kind, text, value: kind === 'word' ? text.toLowerCase() : text, length: text.length };
}

function endOf(index: number, sql: string): number {
  return index === -1 ? sql.length : index;
}
