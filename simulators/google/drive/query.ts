import { GoogleError } from '../google-error.ts';
import type { DriveFile } from './model.ts';

type Predicate = (file: DriveFile) => boolean;

interface Reader {
  readonly tokens: readonly string[];
  position: number;
}

/**
 * Reads the `q` of files.list: comparisons of name, mimeType, trashed and times, `'id' in parents`, `'address' in
 * owners|writers|readers`, joined by and, or, not and brackets.
 *
 * @throws GoogleError 400 `Invalid Value` for anything else.
 */
export function parseFileQuery(q: string): Predicate {
  const tokens = q.match(/'(?:[^'\\]|\\.)*'|[()]|<=|>=|!=|[=<>]|[^\s()=<>!']+/gu) ?? [];
  if (tokens.length === 0) return () => true;
  const reader = { tokens, position: 0 };
  const predicate = parseOr(reader);
  if (reader.position < tokens.length) throw invalidQuery();
  return predicate;
}

function parseOr(reader: Reader): Predicate {
  let left = parseAnd(reader);
  while (takeWord(reader, 'or')) {
    const [first, second] = [left, parseAnd(reader)];
    left = (file) => first(file) || second(file);
  }
  return left;
}

function parseAnd(reader: Reader): Predicate {
  let left = parseTerm(reader);
  while (takeWord(reader, 'and')) {
    const [first, second] = [left, parseTerm(reader)];
    left = (file) => first(file) && second(file);
  }
  return left;
}

function parseTerm(reader: Reader): Predicate {
  if (takeWord(reader, 'not')) {
    const inner = parseTerm(reader);
    return (file) => !inner(file);
  }
  if (takeWord(reader, '(')) {
    const inner = parseOr(reader);
    if (!takeWord(reader, ')')) throw invalidQuery();
    return inner;
  }
  const first = next(reader);
  if (first.startsWith("'")) {
    if (!takeWord(reader, 'in')) throw invalidQuery();
    return membership(unquote(first), next(reader));
  }
  return comparison(first, next(reader), next(reader));
}

function membership(value: string, collection: string): Predicate {
  switch (collection) {
    case 'parents':
      return ({ parents }) => parents.includes(value);
    case 'owners':
    case 'writers':
    case 'readers':
      return ({ permissions }) =>
        permissions.some(({ emailAddress, role }) => emailAddress === value && `${role}s` === collection);
    default:
      throw invalidQuery();
  }
}

function comparison(field: string, operator: string, value: string): Predicate {
  if (field === 'trashed' || field === 'starred') {
    if ((value !== 'true' && value !== 'false') || (operator !== '=' && operator !== '!='))
      throw invalidQuery();
    const wanted = (value === 'true') === (operator === '=');
    return (file) => (field === 'trashed' && file.trashed) === wanted;
  }
  if (!value.startsWith("'")) throw invalidQuery();
  const text = unquote(value);
  switch (field) {
    case 'name':
      if (operator === 'contains') return ({ name }) => hasWordPrefix(name, text);
      return equality(operator, ({ name }) => name === text);
    case 'mimeType':
      if (operator === 'contains') return ({ mimeType }) => mimeType.startsWith(text);
      return equality(operator, ({ mimeType }) => mimeType === text);
    case 'modifiedTime':
    case 'createdTime':
      return timeComparison(operator, (file) => Date.parse(file[field]), Date.parse(text));
    default:
      throw invalidQuery();
  }
}

function equality(operator: string, equal: Predicate): Predicate {
  if (operator === '=') return equal;
  if (operator === '!=') return (file) => !equal(file);
  throw invalidQuery();
}

/** `contains` on names looks at the beginnings of words only, as Drive does. */
function hasWordPrefix(name: string, prefix: string): boolean {
  return ` ${name.toLowerCase()}`.includes(` ${prefix.toLowerCase()}`);
}

function timeComparison(operator: string, timeOf: (file: DriveFile) => number, wanted: number): Predicate {
  if (Number.isNaN(wanted)) throw invalidQuery();
  switch (operator) {
    case '<':
      return (file) => timeOf(file) < wanted;
    case '<=':
      return (file) => timeOf(file) <= wanted;
    case '=':
      return (file) => timeOf(file) === wanted;
    case '!=':
      return (file) => timeOf(file) !== wanted;
    case '>':
      return (file) => timeOf(file) > wanted;
    case '>=':
      return (file) => timeOf(file) >= wanted;
    default:
      throw invalidQuery();
  }
}

function takeWord(reader: Reader, word: string): boolean {
  if (reader.tokens[reader.position]?.toLowerCase() !== word) return false;
  reader.position++;
  return true;
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.position++];
  if (token === undefined) throw invalidQuery();
  return token;
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/gu, '$1');
}

function invalidQuery(): GoogleError {
  return new GoogleError({
    httpStatus: 400,
    status: 'INVALID_ARGUMENT',
    message: 'Invalid Value',
    reason: 'invalid',
  });
}
