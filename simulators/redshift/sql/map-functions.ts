import { syntaxError } from './refused-error.ts';
import { behindBrackets, isSign, listInBrackets, made, startsWith } from './token-list.ts';
import { render, type Token } from './tokenize.ts';

/** Functions whose first argument is a bare word like `day`. */
const WITH_DATE_PART = new Set(['dateadd', 'datediff']);

/** Date parts whose s at the end makes no plural. */
const DATE_PARTS: Readonly<Record<string, string>> = { ms: 'millisecond', s: 'second', us: 'microsecond' };

/**
 * Puts what PostgreSQL has in the place of calls that it does not know or understands otherwise. The functions that need
 * no rewriting are in `catalog/install.sql`.
 */
export function mapFunctions(tokens: readonly Token[]): Token[] {
  const mapped: Token[] = [];
  let position = 0;
  while (position < tokens.length) {
    const { tokens: replacement, next } = mapAt(tokens, position);
    mapped.push(...replacement);
    position = next;
  }
  return mapped;
}

interface Mapped {
  readonly tokens: readonly Token[];
  /** The position of what follows. */
  readonly next: number;
}

function mapAt(tokens: readonly Token[], position: number): Mapped {
  const token = tokens[position] as Token; // The caller stays inside the list.
  if (token.kind !== 'word' || isSign(tokens[position - 1], '.'))
    return { tokens: [token], next: position + 1 };
  if (token.value === 'sysdate') return replaced(token, 'pg_catalog.sysdate()', position);
  if (!isSign(tokens[position + 1], '(')) return { tokens: [token], next: position + 1 };
  switch (token.value) {
    case 'version':
      return replaced(token, 'redshift_stand_in.version', position);
    case 'json_serialize':
      // Without a schema it is a form of PostgreSQL's grammar.
      return replaced(token, 'pg_catalog.json_serialize', position);
    case 'nvl':
      return replaced(token, 'coalesce', position);
    case 'decode':
      return mapDecode(tokens, position);
    case 'listagg':
      return mapListagg(tokens, position);
    default:
      return WITH_DATE_PART.has(token.value)
        ? mapDatePart(tokens, position)
        : { tokens: [token], next: position + 1 };
  }
}

function replaced(token: Token, text: string, position: number): Mapped {
  return { tokens: [{ ...token, text, value: text }], next: position + 1 };
}

/** DECODE(a, b, x, …, else): null equals null. */
function mapDecode(tokens: readonly Token[], position: number): Mapped {
  const next = behindBrackets(tokens, position + 1);
  const [subject, ...rest] = listInBrackets(tokens, position + 1).map((item) => render(mapFunctions(item)));
  if (subject === undefined || rest.length < 2) throw syntaxError('DECODE takes at least three arguments');
  const fallback = rest.length % 2 === 1 ? rest.pop() : 'NULL';
  let sql = 'CASE';
  for (let index = 0; index < rest.length; index += 2) {
    // Not IS DISTINCT FROM, which is refused afterwards.
    const [left, right] = [`(${subject})`, `(${rest[index]})`];
    sql += ` WHEN ${left} = ${right} OR (${left} IS NULL AND ${right} IS NULL) THEN (${rest[index + 1]})`;
  }
  return { tokens: [made(`${sql} ELSE (${fallback}) END`)], next };
}

/** LISTAGG(x, ',') WITHIN GROUP (ORDER BY y): our aggregate takes the order inside its brackets. */
function mapListagg(tokens: readonly Token[], position: number): Mapped {
  let next = behindBrackets(tokens, position + 1);
  const items = listInBrackets(tokens, position + 1).map((item) => render(mapFunctions(item)));
  const separator = items[1] ?? "''";
  let order = '';
  if (startsWith(tokens, next, 'within', 'group', '(')) {
    const end = behindBrackets(tokens, next + 2);
    order = ` ${render(mapFunctions(tokens.slice(next + 3, end - 1)))}`;
    next = end;
  }
  return { tokens: [made(`listagg(${items[0]},${separator}${order})`)], next };
}

function mapDatePart(tokens: readonly Token[], position: number): Mapped {
  const [name, open, part] = tokens.slice(position, position + 3) as [Token, Token, Token | undefined];
  if (part?.kind !== 'word') return { tokens: [name, open], next: position + 2 };
  return { tokens: [name, open, made(`'${DATE_PARTS[part.value] ?? part.value}'`)], next: position + 3 };
}
