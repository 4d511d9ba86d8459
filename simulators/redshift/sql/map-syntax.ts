import { REDSHIFT_ONLY_SETTINGS } from '../refusals/settings.ts';
import { mapFunctions } from './map-functions.ts';
import { mapColumns, mapCreateTable } from './map-table.ts';
import { notHere } from './refused-error.ts';
import { isSign, made, startsWith } from './token-list.ts';
import type { Token } from './tokenize.ts';

/** A statement as PostgreSQL's grammar takes it, or one that changes nothing here and is answered with its tag. */
export type MappedSyntax =
  | { readonly kind: 'sql'; readonly tokens: readonly Token[] }
  | { readonly kind: 'nothing'; readonly tag: string };

/**
 * Turns the syntax that only Redshift has into PostgreSQL's.
 *
 * @throws RefusedError for what the stand-in does not do.
 */
export function mapSyntax(tokens: readonly Token[]): MappedSyntax {
  const first = tokens[0]?.value;
  if (first === 'create' && createsTable(tokens)) return sql(mapCreateTable(mapTypes(tokens)));
  if (first === 'alter') return mapAlter(tokens);
  if (first === 'vacuum') return { kind: 'nothing', tag: 'VACUUM' };
  if (first === 'grant' || first === 'revoke') return mapGrant(tokens);
  if (first === 'set' || first === 'reset' || first === 'show') return sql(mapSetting(tokens));
  if (first === 'unload') throw notHere('UNLOAD');
  if (startsWith(tokens, 0, 'analyze', 'compression')) throw notHere('ANALYZE COMPRESSION');
  if (hasWords(tokens, 'remove', 'duplicates')) throw notHere('MERGE … REMOVE DUPLICATES');
  return sql(tokens);
}

function sql(tokens: readonly Token[]): MappedSyntax {
  return { kind: 'sql', tokens: mapFunctions(mapTypes(tokens)) };
}

function createsTable(tokens: readonly Token[]): boolean {
  const at = tokens.slice(0, 4).findIndex((token) => isSign(token, 'table'));
  return at > 0 && !tokens.slice(0, at).some((token) => isSign(token, 'or') || isSign(token, 'external'));
}

function mapAlter(tokens: readonly Token[]): MappedSyntax {
  if (hasWords(tokens, 'append', 'from')) throw notHere('ALTER TABLE APPEND');
  const storage = tokens.findIndex(
    (token, index) =>
      isSign(tokens[index - 1], 'alter') &&
      ['distkey', 'diststyle', 'sortkey', 'compound', 'encode'].includes(token.value),
  );
  const isEncode = startsWith(tokens, tokens.findLastIndex((token) => isSign(token, 'alter')) + 3, 'encode');
  if (storage > 0 || isEncode) return { kind: 'nothing', tag: 'ALTER TABLE' };

  const column = tokens.findIndex((token) => isSign(token, 'add')) + 1;
  if (column === 0) return sql(tokens);
  const definition = isSign(tokens[column], 'column') ? column + 1 : column;
  return sql([...tokens.slice(0, definition), ...mapColumns(tokens.slice(definition))]);
}

/** Rights that PostgreSQL has not, and the word ROLE in front of a grantee. */
function mapGrant(tokens: readonly Token[]): MappedSyntax {
  const isOwn = ['drop', 'alter'].includes(tokens[1]?.value ?? '') && isSign(tokens[2], 'on');
  if (isOwn) return { kind: 'nothing', tag: tokens[0]?.value.toUpperCase() ?? '' };
  const isGrantee = (index: number) => ['to', 'from', ','].some((word) => isSign(tokens[index - 1], word));
  return sql(tokens.filter((token, index) => !(isSign(token, 'role') && isGrantee(index))));
}

/** PostgreSQL takes unknown parameters if their name has a dot. */
function mapSetting(tokens: readonly Token[]): Token[] {
  const at = ['local', 'session'].includes(tokens[1]?.value ?? '') ? 2 : 1;
  const name = tokens[at];
  if (name === undefined || !REDSHIFT_ONLY_SETTINGS.has(name.value)) return [...tokens];
  const mapped = made(`redshift_stand_in.${name.value}`);
  return [...tokens.slice(0, at), mapped, ...tokens.slice(at + 1)];
}

/** VARCHAR(MAX) and the national types. */
function mapTypes(tokens: readonly Token[]): Token[] {
  return tokens.map((token, index) => {
    if (isSign(token, 'nvarchar')) return { ...token, text: 'varchar' };
    const isMax = isSign(token, 'max') && isSign(tokens[index - 1], '(') && isSign(tokens[index + 1], ')');
    const type = tokens[index - 2]?.value ?? '';
    return isMax && ['varchar', 'nvarchar', 'varying'].includes(type) ? { ...token, text: '65535' } : token;
  });
}

function hasWords(tokens: readonly Token[], ...words: readonly string[]): boolean {
  return tokens.some((_, index) => startsWith(tokens, index, ...words));
}
