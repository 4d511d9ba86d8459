import { PermanentError } from '../../errors/index.ts';

/** Texts, quoted names and comments, within which `$1` means nothing; and the places of values. */
const PLACES = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\d+)/g;

/**
 * Writes values into a statement where it has `$1`, `$2` and so on: for DECLARE, of which nothing says that Redshift
 * takes bound values there.
 *
 * @throws PermanentError when a place has no value, or when SQL has no word for it.
 */
export function inlineValues(sql: string, values: readonly unknown[]): string {
  if (values.length === 0) return sql;
  return sql.replaceAll(PLACES, (text, place: string | undefined) => {
    if (place === undefined) return text;
    if (Number(place) > values.length) throw new PermanentError(`the query has no value for ${text}`);
    return literal(values[Number(place) - 1]);
  });
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  switch (typeof value) {
    case 'boolean':
      return value ? 'TRUE' : 'FALSE';
    case 'bigint':
    case 'number':
      if (!Number.isFinite(Number(value)))
        throw new PermanentError('a value of the query is not a finite number');
      // `a - -1` would be half a comment.
      return value < 0 ? `(${value})` : String(value);
    case 'string':
      return textLiteral(value);
    default:
      return textLiteral(value instanceof Date ? value.toISOString() : JSON.stringify(value));
  }
}

/** A backslash within quotes is read in one way by Redshift and in another by PostgreSQL; CHR(92) is one in both. */
function textLiteral(text: string): string {
  if (text.includes('\0')) throw new PermanentError('a value of the query holds a NUL character');
  const parts = text.split('\\').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? parts.join('') : `(${parts.join(' || CHR(92) || ')})`;
}
